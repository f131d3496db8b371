"""An inference server over gRPC: grpcio, the messages of tritonclient, onnx's reference evaluator. kserve_server.py ONNX NAME

Prints its port, serves one model on loopback until its standard input ends. It shares no line with Voxrelay.
"""
import sys
from concurrent.futures import ThreadPoolExecutor

import grpc
import numpy
import onnx
from onnx.reference import ReferenceEvaluator
from tritonclient.grpc import service_pb2 as messages
from tritonclient.grpc import service_pb2_grpc as service

MOST = 64 << 20


class Server(service.GRPCInferenceServiceServicer):
    def __init__(self, path, name):
        self.graph = onnx.load(path).graph
        self.network = ReferenceEvaluator(path)
        self.name = name

    def known(self, name, context):
        if name != self.name:
            context.abort(grpc.StatusCode.NOT_FOUND, f"Request for unknown model: '{name}' is not found")

    def ServerReady(self, request, context):
        return messages.ServerReadyResponse(ready=True)

    def ModelReady(self, request, context):
        return messages.ModelReadyResponse(ready=request.name == self.name)

    def ModelMetadata(self, request, context):
        self.known(request.name, context)
        return messages.ModelMetadataResponse(
            name=self.name,
            versions=["1"],
            platform="onnx",
            inputs=[self.described(value) for value in self.graph.input],
            outputs=[self.described(value) for value in self.graph.output],
        )

    def described(self, value):
        shape = [size.dim_value or -1 for size in value.type.tensor_type.shape.dim]
        return messages.ModelMetadataResponse.TensorMetadata(name=value.name, datatype="FP32", shape=shape)

    def ModelInfer(self, request, context):
        self.known(request.model_name, context)
        asked, wanted = request.inputs[0], request.outputs[0]
        if asked.datatype != "FP32" or len(request.raw_input_contents) != 1:
            context.abort(grpc.StatusCode.INVALID_ARGUMENT, "one FP32 input as raw contents is understood")
        samples = numpy.frombuffer(request.raw_input_contents[0], "<f4").reshape(list(asked.shape))
        scores = self.network.run([wanted.name], {asked.name: samples})[0]
        answer = messages.ModelInferResponse(model_name=self.name, model_version="1", id=request.id)
        answer.outputs.add(name=wanted.name, datatype="FP32", shape=scores.shape)
        answer.raw_output_contents.append(scores.astype("<f4").tobytes())
        return answer


def main():
    path, name = sys.argv[1:]
    limits = [("grpc.max_receive_message_length", MOST), ("grpc.max_send_message_length", MOST)]
    server = grpc.server(ThreadPoolExecutor(2), options=limits)
    service.add_GRPCInferenceServiceServicer_to_server(Server(path, name), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    print(port, flush=True)
    sys.stdin.read()
    server.stop(0)


main()
