// What went wrong first, as vt_last_error says it: for the shim over TensorRT and for the stand-in that the tests use.
#pragma once

#include <mutex>
#include <string>

namespace {

// Of several errors the first says why; later ones are its consequences. TensorRT logs from threads of its own, too.
class FirstError {
  public:
    void clear() {
        std::lock_guard<std::mutex> lock(mutex);
        text.clear();
    }

    void set(const std::string& message) {
        std::lock_guard<std::mutex> lock(mutex);
        if (text.empty()) {
            text = message;
        }
    }

    std::string get() {
        std::lock_guard<std::mutex> lock(mutex);
        return text;
    }

  private:
    std::mutex mutex;
    std::string text;
};

FirstError lastError;

void fail(const std::string& message) { lastError.set(message); }

// The text is the caller's until this thread asks again.
const char* lastErrorOfThread() {
    static thread_local std::string text;
    text = lastError.get();
    return text.c_str();
}

}  // namespace
