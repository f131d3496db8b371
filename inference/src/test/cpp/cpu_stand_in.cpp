// A stand-in on the CPU for two libraries at once: our shim over TensorRT (vt_*) and the CUDA runtime (cuda*). It computes
// with OpenVINO. It is neither, it proves nothing about a GPU; it proves that the Java side calls both as they want to be
// called: "device" memory is told from the host's, streams work in threads of their own, in order, and everything that
// was not waited for is not there yet.
#include <openvino/c/openvino.h>

#include "first_error.h"

#include <condition_variable>
#include <cstdint>
#include <cstring>
#include <deque>
#include <dlfcn.h>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#define API extern "C" __attribute__((visibility("default")))

namespace {

constexpr int kSuccess = 0;
constexpr int kInvalidValue = 1;
constexpr int kOutOfMemory = 2;
constexpr int kIllegalAddress = 700;
constexpr int kHostToDevice = 1;
constexpr int kDeviceToHost = 2;
const std::string kMagic = "voxrelay cpu stand-in plan 1\n";

// What the tests say the device is.
struct Device {
    int major = 9;
    int minor = 0;
    int64_t bytes = int64_t{1} << 30;
    int64_t used = 0;
    int failure = kSuccess;  // sticks, as on a real device
    int64_t workspace = 1 << 20;
};

std::mutex deviceMutex;
Device device;
std::map<char*, int64_t> deviceBlocks;
std::map<char*, int64_t> pinnedBlocks;

bool within(const std::map<char*, int64_t>& blocks, const void* address, int64_t bytes) {
    auto after = blocks.upper_bound(static_cast<char*>(const_cast<void*>(address)));
    if (after == blocks.begin()) {
        return false;
    }
    auto block = std::prev(after);
    return static_cast<const char*>(address) + bytes <= block->first + block->second;
}

int sticky(int error) {
    std::lock_guard<std::mutex> lock(deviceMutex);
    if (error != kSuccess && device.failure == kSuccess) {
        device.failure = error;
    }
    return device.failure;
}

// One thread that does what it is given, in order.
class Stream {
  public:
    Stream() : thread([this] { work(); }) {}

    ~Stream() {
        add([this] { ended = true; });
        thread.join();
    }

    void add(std::function<void()> task) {
        std::lock_guard<std::mutex> lock(mutex);
        tasks.push_back(std::move(task));
        changed.notify_all();
    }

    void wait() {
        std::unique_lock<std::mutex> lock(mutex);
        changed.wait(lock, [this] { return tasks.empty(); });
    }

  private:
    void work() {
        while (!ended) {
            std::function<void()> task;
            {
                std::unique_lock<std::mutex> lock(mutex);
                changed.wait(lock, [this] { return !tasks.empty(); });
                task = tasks.front();
            }
            task();
            std::lock_guard<std::mutex> lock(mutex);
            tasks.pop_front();
            changed.notify_all();
        }
    }

    std::mutex mutex;
    std::condition_variable changed;
    std::deque<std::function<void()>> tasks;
    bool ended = false;
    std::thread thread;
};

// OpenVINO's functions, opened when they are used.
void* openVino = nullptr;

template <typename Function>
Function* function(const char* name) {
    return reinterpret_cast<Function*>(dlsym(openVino, name));
}

#define OV(name) function<decltype(name)>(#name)

bool good(ov_status_e status, const char* what) {
    if (status != OK) {
        fail(std::string(what) + ": " + OV(ov_get_last_err_msg)());
    }
    return status == OK;
}

using Sizes = std::vector<int64_t>;

std::string text(const Sizes& sizes) {
    std::string all;
    for (size_t i = 0; i < sizes.size(); i++) {
        all += (i ? " x " : "") + std::to_string(sizes[i]);
    }
    return all;
}

}  // namespace

using LogCallback = void (*)(int severity, const char* message, void* user);
using ProgressCallback = int (*)(int kind, const char* phase, int step, void* user);

struct Library {
    ov_core_t* core = nullptr;
    bool builds = false;
};

struct Plan {
    std::string engine;
    std::string timing;
};

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

struct Runtime {
    Library* library;
};

struct Engine {
    Library* library;
    std::string onnx;
    Sizes least;
    Sizes most;
    std::string input;
    std::string output;
    ov_model_t* model = nullptr;
};

struct Context {
    Engine* engine;
    Sizes inputSizes;
    Sizes outputSizes;
    ov_compiled_model_t* compiled = nullptr;
    ov_infer_request_t* request = nullptr;
    void* input = nullptr;
    void* output = nullptr;
};

namespace {

ov_model_t* parse(Library* library, const std::string& onnx) {
    ov_model_t* model = nullptr;
    bool read = good(
        OV(ov_core_read_model_from_memory_buffer)(library->core, onnx.data(), onnx.size(), nullptr, &model),
        "the ONNX file is not understood");
    return read ? model : nullptr;
}

Sizes sizes(const ov_output_const_port_t* port) {
    ov_shape_t shape{};
    if (!good(OV(ov_const_port_get_shape)(port, &shape), "a shape is open")) {
        return {};
    }
    Sizes found(shape.dims, shape.dims + shape.rank);
    OV(ov_shape_free)(&shape);
    return found;
}

std::string name(ov_model_t* model, bool input) {
    ov_output_const_port_t* port = nullptr;
    auto status = input ? OV(ov_model_const_input)(model, &port) : OV(ov_model_const_output)(model, &port);
    if (!good(status, "the network has not one input and one output")) {
        return "";
    }
    char* found = nullptr;
    OV(ov_port_get_any_name)(port, &found);
    std::string kept = found ? found : "";
    OV(ov_free)(found);
    OV(ov_output_const_port_free)(port);
    return kept;
}

// Gives a model fixed sizes and says what comes out of it.
bool reshape(ov_model_t* model, Sizes& input, Sizes& output) {
    ov_shape_t shape{static_cast<int64_t>(input.size()), input.data()};
    ov_partial_shape_t partial{};
    if (!good(OV(ov_shape_to_partial_shape)(shape, &partial), "no shape")) {
        return false;
    }
    bool done = good(OV(ov_model_reshape_single_input)(model, partial), "the network does not take these sizes");
    OV(ov_partial_shape_free)(&partial);
    ov_output_const_port_t* port = nullptr;
    if (!done || !good(OV(ov_model_const_output)(model, &port), "no output")) {
        return false;
    }
    output = sizes(port);
    OV(ov_output_const_port_free)(port);
    return !output.empty();
}

bool fixedSizesFit(ov_model_t* model, const BuildRequest& request) {
    ov_output_const_port_t* port = nullptr;
    if (!good(OV(ov_model_const_input)(model, &port), "the network has not one input")) {
        return false;
    }
    ov_shape_t shape{};
    bool fixed = OV(ov_const_port_get_shape)(port, &shape) == OK;
    Sizes found = fixed ? Sizes(shape.dims, shape.dims + shape.rank) : Sizes();
    OV(ov_output_const_port_free)(port);
    if (fixed && found != Sizes(request.shapes, request.shapes + request.rank)) {
        fail("the network's input is " + text(found) + ", not what is asked for");
        return false;
    }
    return true;
}

bool tell(const BuildRequest& request, int kind, const char* phase, int step) {
    return !request.progress || request.progress(kind, phase, step, request.user) != 0 || kind != 1;
}

std::string header() {
    return kMagic + "sm_" + std::to_string(device.major) + std::to_string(device.minor) + "\n";
}

void append(std::string& plan, const int64_t* numbers, int count) {
    plan.append(reinterpret_cast<const char*>(numbers), sizeof(int64_t) * count);
}

}  // namespace

// ---- what tests set ----

API void standin_device(int major, int minor, int64_t bytes) {
    std::lock_guard<std::mutex> lock(deviceMutex);
    device.major = major;
    device.minor = minor;
    device.bytes = bytes;
    device.failure = kSuccess;
}

API void standin_break() { sticky(kIllegalAddress); }

API int64_t standin_used() {
    std::lock_guard<std::mutex> lock(deviceMutex);
    return device.used;
}

// ---- the shim's interface ----

API const char* vt_last_error() { return lastErrorOfThread(); }

API int vt_compiled_major() { return 0; }

// inference is OpenVINO's C library; with any parser it builds, as TensorRT does with its parser.
API Library* vt_open(const char* inference, const char* parser, LogCallback, void*) {
    lastError.clear();
    openVino = dlopen(inference, RTLD_NOW | RTLD_GLOBAL);
    if (!openVino) {
        fail(dlerror());
        return nullptr;
    }
    auto library = std::make_unique<Library>();
    library->builds = parser && *parser;
    return good(OV(ov_core_create)(&library->core), "OpenVINO does not start") ? library.release() : nullptr;
}

API void vt_close(Library* library) {
    OV(ov_core_free)(library->core);
    delete library;
}

API int vt_version(Library*) { return 1; }

API int vt_can_build(Library* library) { return library->builds; }

API Runtime* vt_runtime(Library* library) {
    lastError.clear();
    return new Runtime{library};
}

API void vt_runtime_free(Runtime* runtime) { delete runtime; }

API Engine* vt_engine(Runtime* runtime, const void* plan, int64_t bytes) {
    lastError.clear();
    std::string all(static_cast<const char*>(plan), static_cast<size_t>(bytes));
    std::string head = header();
    if (all.compare(0, kMagic.size(), kMagic) != 0) {
        fail("the plan is damaged");
        return nullptr;
    }
    if (all.compare(0, head.size(), head) != 0) {
        fail("the plan was built for another device");
        return nullptr;
    }
    int64_t rank = 0;
    size_t numbers = sizeof(int64_t) * 11;
    if (all.size() < head.size() + numbers) {
        fail("the plan is cut off");
        return nullptr;
    }
    std::memcpy(&rank, all.data() + head.size(), sizeof rank);
    if (rank < 1 || rank > 5) {
        fail("the plan is damaged");
        return nullptr;
    }
    auto engine = std::make_unique<Engine>();
    engine->library = runtime->library;
    std::vector<int64_t> copied(10);
    std::memcpy(copied.data(), all.data() + head.size() + sizeof rank, sizeof(int64_t) * 10);
    engine->least = Sizes(copied.begin(), copied.begin() + rank);
    engine->most = Sizes(copied.begin() + 5, copied.begin() + 5 + rank);
    engine->onnx = all.substr(head.size() + numbers);
    engine->model = parse(engine->library, engine->onnx);
    if (!engine->model) {
        return nullptr;
    }
    engine->input = name(engine->model, true);
    engine->output = name(engine->model, false);
    return engine.release();
}

API void vt_engine_free(Engine* engine) {
    OV(ov_model_free)(engine->model);
    delete engine;
}

API int64_t vt_device_bytes(Engine*) { return device.workspace; }

API Context* vt_context(Engine* engine) {
    lastError.clear();
    std::lock_guard<std::mutex> lock(deviceMutex);
    if (device.used + device.workspace > device.bytes) {
        fail("out of device memory for a context");
        return nullptr;
    }
    device.used += device.workspace;
    auto* context = new Context();
    context->engine = engine;
    return context;
}

API void vt_context_free(Context* context) {
    if (context->request) {
        OV(ov_infer_request_free)(context->request);
        OV(ov_compiled_model_free)(context->compiled);
    }
    std::lock_guard<std::mutex> lock(deviceMutex);
    device.used -= device.workspace;
    delete context;
}

API const char* vt_tensor_name(Engine* engine, int index) {
    return index == 0 ? engine->input.c_str() : index == 1 ? engine->output.c_str() : nullptr;
}

API int vt_is_input(Engine* engine, const char* name) { return engine->input == name; }

API int vt_tensor_type(Engine*, const char*) { return 0; }

API int vt_tensor_shape(Context* context, const char* name, int64_t* out, int most) {
    const Sizes& found = context->engine->input == name ? context->inputSizes : context->outputSizes;
    if (static_cast<int>(found.size()) > most) {
        return -1;
    }
    std::copy(found.begin(), found.end(), out);
    return static_cast<int>(found.size());
}

API int vt_set_shape(Context* context, const char* name, const int64_t* wanted, int count) {
    lastError.clear();
    Sizes shape(wanted, wanted + count);
    bool fits = context->engine->input == name && shape.size() == context->engine->least.size();
    for (size_t i = 0; fits && i < shape.size(); i++) {
        fits = shape[i] >= context->engine->least[i] && shape[i] <= context->engine->most[i];
    }
    if (!fits) {
        fail(std::string("the engine does not take this shape for ") + name);
        return 0;
    }
    ov_model_t* model = parse(context->engine->library, context->engine->onnx);
    if (!model) {
        return 0;
    }
    context->inputSizes = shape;
    bool done = reshape(model, context->inputSizes, context->outputSizes) &&
                good(OV(ov_core_compile_model)(context->engine->library->core, model, "CPU", 2, &context->compiled,
                                               "INFERENCE_PRECISION_HINT", "f32"),
                     "no compiled network") &&
                good(OV(ov_compiled_model_create_infer_request)(context->compiled, &context->request), "no request");
    OV(ov_model_free)(model);
    return done;
}

API int vt_set_address(Context* context, const char* name, void* address) {
    lastError.clear();
    std::lock_guard<std::mutex> lock(deviceMutex);
    if (!within(deviceBlocks, address, 1)) {
        fail(std::string("no device memory for ") + name);
        return 0;
    }
    (context->engine->input == name ? context->input : context->output) = address;
    return 1;
}

namespace {

int64_t bytes(const Sizes& sizes) {
    int64_t all = sizeof(float);
    for (int64_t size : sizes) {
        all *= size;
    }
    return all;
}

ov_tensor_t* tensor(Sizes& sizes, void* data) {
    ov_tensor_t* made = nullptr;
    ov_shape_t shape{static_cast<int64_t>(sizes.size()), sizes.data()};
    return good(OV(ov_tensor_create_from_host_ptr)(F32, shape, data, &made), "no tensor") ? made : nullptr;
}

void infer(Context* context) {
    ov_tensor_t* in = tensor(context->inputSizes, context->input);
    ov_tensor_t* out = tensor(context->outputSizes, context->output);
    bool done = in && out && good(OV(ov_infer_request_set_input_tensor)(context->request, in), "input") &&
                good(OV(ov_infer_request_set_output_tensor)(context->request, out), "output") &&
                good(OV(ov_infer_request_infer)(context->request), "inference");
    sticky(done ? kSuccess : kIllegalAddress);
    OV(ov_tensor_free)(in);
    OV(ov_tensor_free)(out);
}

}  // namespace

API int vt_enqueue(Context* context, void* stream) {
    lastError.clear();
    std::lock_guard<std::mutex> lock(deviceMutex);
    if (!context->request || !within(deviceBlocks, context->input, bytes(context->inputSizes)) ||
        !within(deviceBlocks, context->output, bytes(context->outputSizes))) {
        fail("the engine did not start: shape or memory is missing");
        return 0;
    }
    static_cast<Stream*>(stream)->add([context] { infer(context); });
    return 1;
}

API Plan* vt_build(Library* library, const BuildRequest* request) {
    lastError.clear();
    if (!library->builds) {
        fail("this TensorRT library only runs plans; it builds none");
        return nullptr;
    }
    std::string onnx(static_cast<const char*>(request->onnx), static_cast<size_t>(request->onnxBytes));
    ov_model_t* model = request->rank <= 5 ? parse(library, onnx) : nullptr;
    if (!model) {
        fail("the ONNX file is not understood");
        return nullptr;
    }
    std::unique_ptr<ov_model_t, void (*)(ov_model_t*)> owned(model, OV(ov_model_free));
    tell(*request, 0, "choosing nothing", 20);
    for (int step = 0; step < 20; step++) {
        if (!tell(*request, 1, "choosing nothing", step)) {
            fail("built no plan; it was cancelled");
            return nullptr;
        }
    }
    tell(*request, 2, "choosing nothing", 0);
    Sizes usual(request->shapes + request->rank, request->shapes + 2 * request->rank);
    Sizes output;
    if (!fixedSizesFit(model, *request) || !reshape(model, usual, output)) {
        return nullptr;
    }
    auto plan = std::make_unique<Plan>();
    plan->engine = header();
    int64_t rank = request->rank;
    append(plan->engine, &rank, 1);
    for (int kind : {0, 2}) {
        Sizes padded(request->shapes + kind * rank, request->shapes + (kind + 1) * rank);
        padded.resize(5);
        append(plan->engine, padded.data(), 5);
    }
    plan->engine += onnx;
    int builds = request->timing ? static_cast<const char*>(request->timing)[0] - '0' : 0;
    plan->timing = std::to_string(builds + 1);
    return plan.release();
}

API const void* vt_plan_data(Plan* plan) { return plan->engine.data(); }
API int64_t vt_plan_bytes(Plan* plan) { return static_cast<int64_t>(plan->engine.size()); }
API const void* vt_timing_data(Plan* plan) { return plan->timing.data(); }
API int64_t vt_timing_bytes(Plan* plan) { return static_cast<int64_t>(plan->timing.size()); }
API void vt_plan_free(Plan* plan) { delete plan; }

// ---- the CUDA runtime's ----

API int cudaGetDeviceCount(int* count) {
    *count = 1;
    return kSuccess;
}

API int cudaRuntimeGetVersion(int* version) {
    *version = 13000;
    return kSuccess;
}

API int cudaSetDevice(int number) { return number == 0 ? kSuccess : kInvalidValue; }

API int cudaDeviceGetAttribute(int* value, int attribute, int) {
    *value = attribute == 75 ? device.major : attribute == 76 ? device.minor : attribute == 16 ? 1 : 0;
    return kSuccess;
}

API int cudaMemGetInfo(size_t* free, size_t* total) {
    std::lock_guard<std::mutex> lock(deviceMutex);
    *free = static_cast<size_t>(device.bytes - device.used);
    *total = static_cast<size_t>(device.bytes);
    return device.failure;
}

API const char* cudaGetErrorString(int error) {
    return error == kOutOfMemory ? "out of memory" : error == kIllegalAddress ? "an illegal memory access" : "invalid";
}

API int cudaMalloc(void** pointer, size_t bytes) {
    std::lock_guard<std::mutex> lock(deviceMutex);
    if (device.used + static_cast<int64_t>(bytes) > device.bytes) {
        return kOutOfMemory;
    }
    device.used += static_cast<int64_t>(bytes);
    auto* block = new char[bytes];
    std::memset(block, 0xCD, bytes);  // what nobody wrote is no zero
    deviceBlocks[block] = static_cast<int64_t>(bytes);
    *pointer = block;
    return device.failure;
}

API int cudaFree(void* pointer) {
    std::lock_guard<std::mutex> lock(deviceMutex);
    auto block = deviceBlocks.find(static_cast<char*>(pointer));
    if (block == deviceBlocks.end()) {
        return kInvalidValue;
    }
    device.used -= block->second;
    delete[] block->first;
    deviceBlocks.erase(block);
    return kSuccess;
}

API int cudaMallocHost(void** pointer, size_t bytes) {
    std::lock_guard<std::mutex> lock(deviceMutex);
    auto* block = new char[bytes];
    pinnedBlocks[block] = static_cast<int64_t>(bytes);
    *pointer = block;
    return device.failure;
}

API int cudaFreeHost(void* pointer) {
    std::lock_guard<std::mutex> lock(deviceMutex);
    if (pinnedBlocks.erase(static_cast<char*>(pointer)) == 0) {
        return kInvalidValue;
    }
    delete[] static_cast<char*>(pointer);
    return kSuccess;
}

API int cudaStreamCreateWithFlags(void** stream, unsigned) {
    *stream = new Stream();
    return kSuccess;
}

API int cudaStreamDestroy(void* stream) {
    delete static_cast<Stream*>(stream);
    return kSuccess;
}

API int cudaStreamSynchronize(void* stream) {
    static_cast<Stream*>(stream)->wait();
    return sticky(kSuccess);
}

// Done later, in the stream's thread. Only pinned memory is copied asynchronously by a real device, so only that is taken.
API int cudaMemcpyAsync(void* to, const void* from, size_t count, int kind, void* stream) {
    auto bytes = static_cast<int64_t>(count);
    {
        std::lock_guard<std::mutex> lock(deviceMutex);
        bool known = kind == kHostToDevice ? within(deviceBlocks, to, bytes) && within(pinnedBlocks, from, bytes)
                     : kind == kDeviceToHost ? within(pinnedBlocks, to, bytes) && within(deviceBlocks, from, bytes)
                                             : false;
        if (!known) {
            return kInvalidValue;
        }
    }
    static_cast<Stream*>(stream)->add([=] { std::memcpy(to, from, count); });
    return sticky(kSuccess);
}
