"""Documents → feeds/. `lock.lock`, then `compare.compare` plans, and `write.publish` writes."""
