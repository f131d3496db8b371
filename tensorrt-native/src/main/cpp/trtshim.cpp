// A thin C interface over TensorRT's C++ one. Neither TensorRT nor CUDA is linked: both are opened when they are used, so
// that this compiles and loads where they are not. One build for each major version and product, as the C++ classes differ.
#include "NvInfer.h"
#include "NvOnnxParser.h"

#include "first_error.h"

#include <cstdint>
#include <dlfcn.h>
#include <memory>
#include <string>

using namespace nvinfer1;

#define API extern "C" __attribute__((visibility("default")))

namespace {

using LogCallback = void (*)(int severity, const char* message, void* user);
// kind: 0 a phase begins, 1 a step is done, 2 it ends; returns 0 to cancel
using ProgressCallback = int (*)(int kind, const char* phase, int step, void* user);

struct Logger : ILogger {
    LogCallback callback = nullptr;
    void* user = nullptr;

    void log(Severity severity, AsciiChar const* message) noexcept override {
        if (severity <= Severity::kERROR) {
            fail(message);
        }
        if (callback) {
            callback(static_cast<int>(severity), message, user);
        }
    }
};

struct Monitor : IProgressMonitor {
    ProgressCallback callback = nullptr;
    void* user = nullptr;

    void phaseStart(char const* phase, char const*, int32_t steps) noexcept override { callback(0, phase, steps, user); }
    bool stepComplete(char const* phase, int32_t step) noexcept override { return callback(1, phase, step, user) != 0; }
    void phaseFinish(char const* phase) noexcept override { callback(2, phase, 0, user); }
};

// Without a CUDA driver libnvinfer_lean 11.4 logs an error and returns 0x228, which is no pointer.
bool isNoPointer(const void* pointer) {
    return reinterpret_cast<std::uintptr_t>(pointer) < 65536;
}

}  // namespace

struct Library {
    void* inference = nullptr;
    void* parserLibrary = nullptr;
    Logger logger;
    int32_t (*version)() = nullptr;
    void* (*createRuntime)(void*, int32_t) = nullptr;
    void* (*createBuilder)(void*, int32_t) = nullptr;
    void* (*createParser)(void*, void*, int) = nullptr;
};

struct Plan {
    std::unique_ptr<IHostMemory> engine;
    std::unique_ptr<IHostMemory> timing;
};

// What a build needs; the Java side has the same fields in the same order. The network has one input; `shapes` holds its
// least, usual and largest sizes, `rank` each. `tf32` allows to multiply with 10 bits of mantissa.
struct BuildRequest {
    const void* onnx;
    int64_t onnxBytes;
    int64_t workspaceBytes;
    const int64_t* shapes;
    int32_t rank;
    int32_t tf32;
    const void* timing;
    int64_t timingBytes;
    ProgressCallback progress;
    void* user;
};

API const char* vt_last_error() { return lastErrorOfThread(); }

API int vt_compiled_major() { return NV_TENSORRT_MAJOR; }

API Library* vt_open(const char* inference, const char* parser, LogCallback callback, void* user) {
    lastError.clear();
    auto library = std::make_unique<Library>();
    library->logger.callback = callback;
    library->logger.user = user;
    library->inference = dlopen(inference, RTLD_NOW | RTLD_GLOBAL);
    if (!library->inference) {
        fail(dlerror());
        return nullptr;
    }
    auto symbol = [&](const char* name) { return dlsym(library->inference, name); };
    library->version = reinterpret_cast<int32_t (*)()>(symbol("getInferLibVersion"));
    library->createRuntime = reinterpret_cast<void* (*)(void*, int32_t)>(symbol("createInferRuntime_INTERNAL"));
    library->createBuilder = reinterpret_cast<void* (*)(void*, int32_t)>(symbol("createInferBuilder_INTERNAL"));
    auto major = reinterpret_cast<int32_t (*)()>(symbol("getInferLibMajorVersion"));
    if (!library->version || !library->createRuntime || !major) {
        fail(std::string(inference) + " is no TensorRT library");
        return nullptr;
    }
    if (major() != NV_TENSORRT_MAJOR) {
        fail("the library is of TensorRT's major version " + std::to_string(major()) + ", this shim is for " +
             std::to_string(NV_TENSORRT_MAJOR));
        return nullptr;
    }
    if (parser && *parser) {
        library->parserLibrary = dlopen(parser, RTLD_NOW);
        if (!library->parserLibrary) {
            fail(dlerror());
            return nullptr;
        }
        library->createParser = reinterpret_cast<void* (*)(void*, void*, int)>(
            dlsym(library->parserLibrary, "createNvOnnxParser_INTERNAL"));
    }
    return library.release();
}

// The shared objects stay open: TensorRT registers things that it does not take back.
API void vt_close(Library* library) { delete library; }

API int vt_version(Library* library) { return library->version(); }

API int vt_can_build(Library* library) { return library->createBuilder && library->createParser; }

API IRuntime* vt_runtime(Library* library) {
    lastError.clear();
    auto* runtime = static_cast<IRuntime*>(library->createRuntime(&library->logger, NV_TENSORRT_VERSION));
    if (!lastError.get().empty() || isNoPointer(runtime)) {
        fail("TensorRT made no runtime");
        return nullptr;
    }
    return runtime;
}

API void vt_runtime_free(IRuntime* runtime) { delete runtime; }

API ICudaEngine* vt_engine(IRuntime* runtime, const void* plan, int64_t bytes) {
    lastError.clear();
    auto* engine = runtime->deserializeCudaEngine(plan, static_cast<size_t>(bytes));
    if (!engine) {
        fail("TensorRT does not read the plan");
    }
    return engine;
}

API void vt_engine_free(ICudaEngine* engine) { delete engine; }

// What an execution context takes of the device, beside inputs and outputs.
API int64_t vt_device_bytes(ICudaEngine* engine) { return engine->getDeviceMemorySizeV2(); }

API IExecutionContext* vt_context(ICudaEngine* engine) {
    lastError.clear();
    auto* context = engine->createExecutionContext();
    if (!context) {
        fail("TensorRT makes no execution context");
    }
    return context;
}

API void vt_context_free(IExecutionContext* context) { delete context; }

API const char* vt_tensor_name(ICudaEngine* engine, int index) {
    return index < engine->getNbIOTensors() ? engine->getIOTensorName(index) : nullptr;
}

API int vt_is_input(ICudaEngine* engine, const char* name) {
    return engine->getTensorIOMode(name) == TensorIOMode::kINPUT;
}

// 0 is float, 1 is half; more in NvInferRuntimeBase.h.
API int vt_tensor_type(ICudaEngine* engine, const char* name) {
    return static_cast<int>(engine->getTensorDataType(name));
}

// Sizes of an input or output once the input's shape is set; at most `most`. Gives their number, -1 if they are not known.
API int vt_tensor_shape(IExecutionContext* context, const char* name, int64_t* sizes, int most) {
    Dims dims = context->getTensorShape(name);
    for (int i = 0; i < dims.nbDims && i < most; i++) {
        sizes[i] = dims.d[i];
    }
    return dims.nbDims > most ? -1 : dims.nbDims;
}

API int vt_set_shape(IExecutionContext* context, const char* name, const int64_t* sizes, int count) {
    lastError.clear();
    Dims dims;
    dims.nbDims = count;
    for (int i = 0; i < count; i++) {
        dims.d[i] = sizes[i];
    }
    bool done = context->setInputShape(name, dims);
    if (!done) {
        fail(std::string("the engine does not take this shape for ") + name);
    }
    return done;
}

API int vt_set_address(IExecutionContext* context, const char* name, void* device) {
    lastError.clear();
    bool done = context->setTensorAddress(name, device);
    if (!done) {
        fail(std::string("the engine does not take an address for ") + name);
    }
    return done;
}

API int vt_enqueue(IExecutionContext* context, void* stream) {
    lastError.clear();
    bool done = context->enqueueV3(static_cast<cudaStream_t>(stream));
    if (!done) {
        fail("the engine did not start");
    }
    return done;
}

namespace {

std::string text(const Dims& dims) {
    std::string all;
    for (int i = 0; i < dims.nbDims; i++) {
        all += (i ? " x " : "") + (dims.d[i] < 0 ? std::string("any") : std::to_string(dims.d[i]));
    }
    return all;
}

// An input of fixed sizes needs none, but they have to be the ones that will come.
bool fits(const ITensor& input, const BuildRequest& request) {
    Dims dims = input.getDimensions();
    bool same = dims.nbDims == request.rank;
    for (int i = 0; same && i < dims.nbDims; i++) {
        same = dims.d[i] < 0 || (request.shapes[i] == dims.d[i] && request.shapes[2 * request.rank + i] == dims.d[i]);
    }
    if (!same) {
        fail(std::string("the network's input ") + input.getName() + " is " + text(dims) + ", not what is asked for");
    }
    return same;
}

bool addProfile(IBuilder& builder, INetworkDefinition& network, IBuilderConfig& config, const BuildRequest& request) {
    if (network.getNbInputs() != 1) {
        fail("the network has " + std::to_string(network.getNbInputs()) + " inputs instead of one");
        return false;
    }
    const ITensor& input = *network.getInput(0);
    if (!fits(input, request)) {
        return false;
    }
    auto* profile = builder.createOptimizationProfile();
    const int64_t* sizes = request.shapes;
    for (auto kind : {OptProfileSelector::kMIN, OptProfileSelector::kOPT, OptProfileSelector::kMAX}) {
        Dims dims;
        dims.nbDims = request.rank;
        for (int i = 0; i < request.rank; i++) {
            dims.d[i] = *sizes++;
        }
        if (!profile->setDimensions(input.getName(), kind, dims)) {
            fail(std::string("the network does not take these sizes for ") + input.getName());
            return false;
        }
    }
    if (!profile->isValid() || config.addOptimizationProfile(profile) < 0) {
        fail("the sizes for the network are contradictory");
        return false;
    }
    return true;
}

}  // namespace

API Plan* vt_build(Library* library, const BuildRequest* request) {
    lastError.clear();
    if (!vt_can_build(library)) {
        fail("this TensorRT library only runs plans; it builds none");
        return nullptr;
    }
    std::unique_ptr<IBuilder> builder(
        static_cast<IBuilder*>(library->createBuilder(&library->logger, NV_TENSORRT_VERSION)));
    if (isNoPointer(builder.get())) {
        builder.release();
        fail("TensorRT made no builder");
        return nullptr;
    }
    // Precision is that of the ONNX file: TensorRT 11 has no switch for it.
    std::unique_ptr<INetworkDefinition> network(
        builder->createNetworkV2(1U << static_cast<int>(NetworkDefinitionCreationFlag::kSTRONGLY_TYPED)));
    std::unique_ptr<nvonnxparser::IParser> parser(static_cast<nvonnxparser::IParser*>(
        library->createParser(network.get(), &library->logger, NV_ONNX_PARSER_VERSION)));
    if (!network || !parser) {
        fail("TensorRT made no parser");
        return nullptr;
    }
    if (!parser->parse(request->onnx, static_cast<size_t>(request->onnxBytes), nullptr)) {
        std::string text = "the ONNX file is not understood:";
        for (int i = 0; i < parser->getNbErrors(); i++) {
            auto* error = parser->getError(i);
            text += std::string(" ") + error->nodeOperator() + " '" + error->nodeName() + "': " + error->desc() + ";";
        }
        lastError.clear();
        fail(text);
        return nullptr;
    }
    std::unique_ptr<IBuilderConfig> config(builder->createBuilderConfig());
    if (request->workspaceBytes > 0) {
        config->setMemoryPoolLimit(MemoryPoolType::kWORKSPACE, static_cast<size_t>(request->workspaceBytes));
    }
    if (!request->tf32) {
        config->clearFlag(BuilderFlag::kTF32);
    }
    if (!addProfile(*builder, *network, *config, *request)) {
        return nullptr;
    }
    std::unique_ptr<ITimingCache> cache(
        config->createTimingCache(request->timing, request->timing ? static_cast<size_t>(request->timingBytes) : 0));
    if (cache) {
        config->setTimingCache(*cache, false);
    }
    Monitor monitor;
    if (request->progress) {
        monitor.callback = request->progress;
        monitor.user = request->user;
        config->setProgressMonitor(&monitor);
    }
    auto plan = std::make_unique<Plan>();
    plan->engine.reset(builder->buildSerializedNetwork(*network, *config));
    if (!plan->engine) {
        fail("TensorRT built no plan; it was cancelled, or says nothing more");
        return nullptr;
    }
    if (cache) {
        plan->timing.reset(cache->serialize());
    }
    return plan.release();
}

API const void* vt_plan_data(Plan* plan) { return plan->engine->data(); }
API int64_t vt_plan_bytes(Plan* plan) { return static_cast<int64_t>(plan->engine->size()); }
API const void* vt_timing_data(Plan* plan) { return plan->timing ? plan->timing->data() : nullptr; }
API int64_t vt_timing_bytes(Plan* plan) { return plan->timing ? static_cast<int64_t>(plan->timing->size()) : 0; }
API void vt_plan_free(Plan* plan) { delete plan; }
