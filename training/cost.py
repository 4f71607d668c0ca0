"""What a network costs, read off its ONNX file: bytes, parameters, multiply-adds."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

import onnx
from onnx import GraphProto, NodeProto

#: Scales, zero points and shapes are no weights.
_WEIGHTED = ("Conv", "ConvInteger", "Gemm", "MatMul", "MatMulInteger")


@dataclass(frozen=True, slots=True)
class Cost:
    """The cost of a network.

    Attributes:
        size: Bytes of the file.
        parameters: Weights and biases, in whatever precision.
        multiply_adds: Of one glyph.
        zeros: How many of the weights are zero.
    """

    size: int
    parameters: int
    multiply_adds: int
    zeros: int = 0


def cost_of(content: bytes) -> Cost:
    """Count a network of convolutions and linear layers, float32 or quantized in either way.

    Args:
        content: Of the ONNX file.

    Raises:
        ValueError: The file has layers without known shapes.
    """
    graph = onnx.shape_inference.infer_shapes(onnx.load_from_string(content)).graph
    shapes, makers = _shapes(graph), {name: node for node in graph.node for name in node.output}
    held = {tensor.name: onnx.numpy_helper.to_array(tensor) for tensor in graph.initializer}
    parameters = multiply_adds = zeros = 0
    for node in graph.node:
        if node.op_type in _WEIGHTED:
            weights = held[_origin(node.input[1], makers)]
            parameters += int(weights.size)
            zeros += int((weights == 0).sum())
            multiply_adds += int(weights.size) * _places(node, shapes)
        parameters += sum(int(held[bias].size) for bias in _biases(node, makers) if bias in held)
    return Cost(len(content), parameters, multiply_adds, zeros)


def _biases(node: NodeProto, makers: dict[str, NodeProto]) -> list[str]:
    """The initializers that a node adds to every glyph alike."""
    if node.op_type in ("Conv", "Gemm"):
        return [_origin(name, makers) for name in node.input[2:3]]
    return list(node.input) if node.op_type == "Add" else []


def _origin(name: str, makers: dict[str, NodeProto]) -> str:
    """The initializer behind a value, which quantization may have wrapped."""
    while name in makers:
        name = makers[name].input[0]
    return name


def _places(node: NodeProto, shapes: dict[str, list[int]]) -> int:
    """How often one glyph uses every weight: the area of a convolution's output."""
    if not node.op_type.startswith("Conv"):
        return 1
    shape = shapes.get(node.output[0])
    if not shape or len(shape) != 4:
        raise ValueError(f"the output of {node.name} has no known shape")
    return prod(shape[2:])


def _shapes(graph: GraphProto) -> dict[str, list[int]]:
    values = [*graph.value_info, *graph.output, *graph.input]
    return {value.name: [side.dim_value for side in value.type.tensor_type.shape.dim] for value in values}
