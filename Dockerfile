# docker build -t wenzheng . && docker run --rm -p 7860:7860 wenzheng
# On x86-64, --build-arg PIP_EXTRA_INDEX_URL=… as in the README takes the CPU build of torch instead of gigabytes of CUDA.
FROM python:3.11-slim

ARG PIP_EXTRA_INDEX_URL=""
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
WORKDIR /app

# The packages first: a change of ours does not install them again.
COPY pyproject.toml constraints.txt ./
RUN python -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['project']['dependencies'], sep='\n')" \
    > /tmp/requirements.txt \
 && pip install --constraint constraints.txt --requirement /tmp/requirements.txt

COPY indexer indexer
COPY chat_app chat_app
COPY eval eval
COPY seeds seeds
RUN python -m indexer build && useradd wenzheng && install -d -o wenzheng data
USER wenzheng

ENV WENZHENG_HOST=0.0.0.0 WENZHENG_PORT=7860
EXPOSE 7860
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD python -c "import os, urllib.request as r; r.urlopen(f'http://127.0.0.1:{os.environ[\"WENZHENG_PORT\"]}/readyz', timeout=4)"
CMD ["python", "-m", "chat_app", "serve"]
