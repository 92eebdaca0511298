# An environment from the lock, from wheels alone, with the project and its compiled texts in it.
FROM python:3.12-slim-trixie AS build
WORKDIR /src
RUN python -m venv /opt/huiyin
COPY requirements.lock ./
RUN /opt/huiyin/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements.lock
COPY . .
RUN /opt/huiyin/bin/pybabel compile --directory locales \
    && /opt/huiyin/bin/pip install --no-cache-dir --no-index --no-deps --no-build-isolation .

FROM python:3.12-slim-trixie
# pg_dump and pg_restore, for huiyin backup and restore; of the version that compose.yaml's server has.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends postgresql-client-17 \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --no-create-home huiyin \
    && install --directory --owner huiyin --mode 0700 /data /keys /backups
COPY --from=build /opt/huiyin /opt/huiyin
ENV PATH=/opt/huiyin/bin:/usr/lib/postgresql/17/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HUIYIN_KEY_FILE=/keys/ring \
    HUIYIN_LISTEN=0.0.0.0:8080
# Nothing is written but to these volumes (and /tmp): the rest may be mounted read-only.
VOLUME ["/data", "/keys", "/backups"]
WORKDIR /data
USER huiyin
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8080/health/live', timeout=4)"]
CMD ["huiyin", "run"]
