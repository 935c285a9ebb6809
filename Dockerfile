# syntax=docker/dockerfile:1
# Two stages: the libraries of requirements.lock, checked by their hashes, then the service without
# any tool to build with. Only what the service needs at run time is installed.

FROM python:3.11-slim-bookworm AS libraries
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 UV_NO_CACHE=1 UV_COMPILE_BYTECODE=1
RUN pip install uv==0.13.8
WORKDIR /build
COPY pyproject.toml requirements.lock ./
# the lock names versions and hashes; uv refuses a file whose hash is another
RUN uv venv /opt/ieum \
    && uv pip install --python /opt/ieum/bin/python -r pyproject.toml --constraint requirements.lock

FROM python:3.11-slim-bookworm
LABEL org.opencontainers.image.title="Ieum" \
      org.opencontainers.image.description="Public-procurement matchmaking for Korea's social economy" \
      org.opencontainers.image.licenses="Apache-2.0"
ENV PATH=/opt/ieum/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    IEUM_DATABASE_URL=sqlite:////data/ieum.db
COPY --from=libraries /opt/ieum /opt/ieum
WORKDIR /srv/ieum
COPY LICENSE alembic.ini ./
COPY app app
COPY data data
RUN install -d -o 10001 -g 10001 /data
VOLUME /data
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["sh", "-c", "python -m app migrate && exec python -m app serve --host 0.0.0.0 --port 8000"]
