# The program alone; a folder with config.yaml and seeds/ is mounted at /feeds.
FROM python:3.12-slim
COPY . /src
RUN pip install --no-cache-dir -r /src/requirements/build.txt \
 && pip install --no-cache-dir -r /src/requirements/run.txt --no-build-isolation --use-pep517 \
 && pip install --no-cache-dir --no-deps --no-build-isolation /src && rm -r /src
WORKDIR /feeds
ENTRYPOINT ["seedfeed"]
CMD ["build"]
