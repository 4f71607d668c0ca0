# Plain Dockerfile syntax: builds with BuildKit and with the legacy builder alike.
#   docker build -t blockletter .                                         the service
#   docker build -t blockletter-cluster --build-arg EXTRAS="lines cluster" .   the service on Ray, its workers, batches
FROM python:3.11-slim-bookworm AS build

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
RUN python3 -m venv /opt/blockletter
WORKDIR /src
# The packages first: they change less often than the program.
COPY requirements/serve.txt requirements/
RUN /opt/blockletter/bin/pip install --require-hashes -r requirements/serve.txt
# Which extras the image has, with spaces between: lines, cluster.
ARG EXTRAS=lines
COPY requirements/lines.txt requirements/cluster.txt requirements/
RUN for extra in $EXTRAS; do \
        /opt/blockletter/bin/pip install --require-hashes -r requirements/$extra.txt || exit 1; \
    done
COPY pyproject.toml README.md blockletter.py ./
COPY requirements/serve.in requirements/lines.in requirements/cluster.in requirements/
COPY model model
COPY blockletter_client blockletter_client
COPY app app
# pip and setuptools have no work left once the program is installed.
RUN /opt/blockletter/bin/pip install --no-deps --no-build-isolation . \
    && /opt/blockletter/bin/pip uninstall --yes pip setuptools
# Nor is anything loaded of OpenVINO for other devices than the CPU and other networks than ONNX, nor what finds the lines.
RUN cd /opt/blockletter/lib/python3.11/site-packages \
    && rm -r openvino/include openvino/cmake openvino/tools openvino/libs/cache.json \
        openvino/libs/libopenvino_intel_gpu_plugin.so openvino/libs/libopenvino_intel_npu_plugin.so \
    && for frontend in gguf jax paddle pytorch tensorflow tensorflow_lite; do \
        rm openvino/libs/libopenvino_${frontend}_frontend.so.*; \
    done \
    && rm -f rapidocr/models/*_det_*.onnx rapidocr/models/*_cls_*.onnx

FROM python:3.11-slim-bookworm

RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin blockletter
COPY --from=build /opt/blockletter /opt/blockletter
COPY examples /usr/share/blockletter/examples
ENV PATH=/opt/blockletter/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    BLOCKLETTER_EXAMPLES=/usr/share/blockletter/examples
USER blockletter
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
    CMD ["python3", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/health/ready', timeout=2)"]
CMD ["blockletter", "serve", "--host", "0.0.0.0", "--port", "8000"]
