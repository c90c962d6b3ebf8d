#pragma once
#include <cstdint>
#include <cstdlib>
#include <new>

namespace vaecodec {
namespace {      // sources are compiled for different processors: the linker must not give one the code of another

// Memory that begins with a cache line.
template <class T> class Buffer {
  public:
    explicit Buffer(int64_t count) : memory_(static_cast<T*>(std::aligned_alloc(64, (count * sizeof(T) + 63) / 64 * 64))) {
        if (!memory_) throw std::bad_alloc();
    }
    ~Buffer() { std::free(memory_); }
    Buffer(const Buffer&) = delete;
    Buffer& operator=(const Buffer&) = delete;
    operator T*() const { return memory_; }

  private:
    T* memory_;
};

}  // namespace
}  // namespace vaecodec
