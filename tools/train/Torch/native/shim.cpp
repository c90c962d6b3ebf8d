// A flat C edge over libtorch: any ATen operator by name through the dispatcher, plus the few things that are no operators.
// Compiles unchanged against libtorch 1.13 and 2.x. Every function returns a negative number on failure and leaves the reason in
// vct_last_error(); no exception crosses the edge. A tensor handle is an owned at::Tensor*, freed by vct_free.
// The C# side of each function is in ../NativeMethods.cs, in the same order.
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/autocast_mode.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <c10/core/impl/LocalDispatchKeySet.h>
#include <torch/csrc/api/include/torch/version.h>
#include <cstring>
#include <dlfcn.h>
#include <string>
#include <vector>

#define EDGE extern "C" __attribute__((visibility("default")))

namespace {

thread_local std::string last_error;

// One operator argument; kinds are those of ArgumentKind in ../Argument.cs.
struct Argument {
    int64_t kind;
    int64_t count;               // of a list, bytes of a string
    union {
        int64_t integer;
        double real;
        const void* pointer;     // a tensor handle, or an array of integers, doubles or handles, or UTF-8
    };
};

enum Kind : int64_t { None, TensorKind, Integer, Real, Boolean, IntegerList, RealList, TensorListKind, Text, DeviceKind };

const at::Tensor& tensor(const void* handle) { return *static_cast<const at::Tensor*>(handle); }

c10::IValue value(const Argument& a) {
    switch (a.kind) {
        case None: return {};
        case TensorKind: return tensor(a.pointer);
        case Integer: return a.integer;
        case Real: return a.real;
        case Boolean: return a.integer != 0;
        case IntegerList: {
            auto p = static_cast<const int64_t*>(a.pointer);
            return c10::List<int64_t>(c10::ArrayRef<int64_t>(p, a.count));
        }
        case RealList: {
            auto p = static_cast<const double*>(a.pointer);
            return c10::List<double>(c10::ArrayRef<double>(p, a.count));
        }
        case TensorListKind: {
            c10::List<at::Tensor> list;
            list.reserve(a.count);
            for (int64_t i = 0; i < a.count; i++) list.push_back(tensor(static_cast<const void* const*>(a.pointer)[i]));
            return list;
        }
        case Text: return std::string(static_cast<const char*>(a.pointer), a.count);
        case DeviceKind: return c10::Device(std::string(static_cast<const char*>(a.pointer), a.count));
        default: TORCH_CHECK(false, "unknown argument kind ", a.kind);
    }
}

template <class F> int64_t guarded(F body) noexcept {
    try {
        return body();
    } catch (const c10::Error& e) {
        last_error = e.what_without_backtrace();
    } catch (const std::exception& e) {
        last_error = e.what();
    } catch (...) {
        last_error = "an exception of unknown type";
    }
    return -1;
}

}  // namespace

EDGE const char* vct_last_error() { return last_error.c_str(); }

EDGE const char* vct_version() { return TORCH_VERSION; }

// Calls an operator; arguments beyond `count` take the schema's defaults. Tensors and lists of tensors among the results are written
// to `results` in order. Returns their number.
EDGE int64_t vct_call(const char* name, const char* overload, const Argument* arguments, int64_t count, void** results, int64_t capacity) {
    return guarded([&]() -> int64_t {
        auto op = c10::Dispatcher::singleton().findSchema({name, overload});
        TORCH_CHECK(op.has_value(), "this libtorch has no operator ", name, ".", overload);
        const auto& formal = op->schema().arguments();
        TORCH_CHECK(count <= static_cast<int64_t>(formal.size()), name, " takes ", formal.size(), " arguments, got ", count);
        torch::jit::Stack stack;
        stack.reserve(formal.size());
        for (int64_t i = 0; i < static_cast<int64_t>(formal.size()); i++) {
            TORCH_CHECK(i < count || formal[i].default_value().has_value(), name, ": argument '", formal[i].name(), "' is missing");
            stack.push_back(i < count ? value(arguments[i]) : *formal[i].default_value());
        }
        op->callBoxed(&stack);
        std::vector<at::Tensor> tensors;
        for (const auto& v : stack) {
            if (v.isTensor()) tensors.push_back(v.toTensor());
            else if (v.isTensorList()) for (const at::Tensor& t : v.toTensorVector()) tensors.push_back(t);
            else TORCH_CHECK(v.isNone(), name, " returns a ", v.tagKind(), ", which this edge does not carry");
        }
        TORCH_CHECK(static_cast<int64_t>(tensors.size()) <= capacity, name, " returns ", tensors.size(), " tensors, room for ", capacity);
        for (size_t i = 0; i < tensors.size(); i++) results[i] = new at::Tensor(std::move(tensors[i]));
        return static_cast<int64_t>(tensors.size());
    });
}

// A copy of row-major memory of the given at::ScalarType.
EDGE int64_t vct_from_memory(const void* data, const int64_t* sizes, int64_t dimensions, int32_t type, void** result) {
    return guarded([&] {
        auto options = at::TensorOptions().dtype(static_cast<at::ScalarType>(type));
        *result = new at::Tensor(at::from_blob(const_cast<void*>(data), at::IntArrayRef(sizes, dimensions), options).clone());
        return 0;
    });
}

// Copies a tensor out, row-major, converted to the given type.
EDGE int64_t vct_to_memory(const void* handle, int32_t type, void* data, int64_t bytes) {
    return guarded([&] {
        at::Tensor t = tensor(handle).detach().to(at::kCPU, static_cast<at::ScalarType>(type)).contiguous();
        TORCH_CHECK(static_cast<int64_t>(t.nbytes()) == bytes, "the tensor has ", t.nbytes(), " bytes, the buffer ", bytes);
        std::memcpy(data, t.data_ptr(), bytes);
        return 0;
    });
}

EDGE void vct_free(void* handle) { delete static_cast<at::Tensor*>(handle); }

// Returns the number of dimensions; writes at most `capacity` sizes.
EDGE int64_t vct_sizes(const void* handle, int64_t* sizes, int64_t capacity) {
    return guarded([&]() -> int64_t {
        auto s = tensor(handle).sizes();
        for (int64_t i = 0; i < static_cast<int64_t>(s.size()) && i < capacity; i++) sizes[i] = s[i];
        return static_cast<int64_t>(s.size());
    });
}

EDGE int64_t vct_type(const void* handle) { return guarded([&] { return static_cast<int64_t>(tensor(handle).scalar_type()); }); }

EDGE int64_t vct_is_cuda(const void* handle) { return guarded([&] { return tensor(handle).is_cuda() ? 1 : 0; }); }

EDGE int64_t vct_requires_grad(const void* handle) { return guarded([&] { return tensor(handle).requires_grad() ? 1 : 0; }); }

EDGE int64_t vct_set_requires_grad(const void* handle, int32_t on) {
    return guarded([&] { tensor(handle).set_requires_grad(on != 0); return 0; });
}

EDGE int64_t vct_backward(const void* handle) { return guarded([&] { tensor(handle).backward(); return 0; }); }

// The gradient, or null where there is none.
EDGE int64_t vct_grad(const void* handle, void** result) {
    return guarded([&] {
        const at::Tensor& g = tensor(handle).grad();
        *result = g.defined() ? new at::Tensor(g) : nullptr;
        return 0;
    });
}

EDGE int64_t vct_clear_grad(const void* handle) { return guarded([&] { tensor(handle).mutable_grad() = at::Tensor(); return 0; }); }

// Switches gradient recording of this thread; returns what it was.
EDGE int64_t vct_set_grad_enabled(int32_t on) {
    return guarded([&] { bool was = at::GradMode::is_enabled(); at::GradMode::set_enabled(on != 0); return was ? 1 : 0; });
}

// Switches autocast of this thread to bfloat16, without the cast cache; returns what it was. The dispatch key is what every version
// of libtorch looks at; the setters around it changed names.
EDGE int64_t vct_set_autocast(int32_t cuda, int32_t on) {
    return guarded([&] {
        auto key = cuda ? c10::DispatchKey::AutocastCUDA : c10::DispatchKey::AutocastCPU;
        bool was = !c10::impl::tls_is_dispatch_key_excluded(key);
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 4)
        at::autocast::set_autocast_dtype(cuda ? at::kCUDA : at::kCPU, at::kBFloat16);
#else
        if (cuda) at::autocast::set_autocast_gpu_dtype(at::kBFloat16); else at::autocast::set_autocast_cpu_dtype(at::kBFloat16);
#endif
        at::autocast::set_autocast_cache_enabled(false);
        c10::impl::tls_set_dispatch_key_excluded(key, on == 0);
        return was ? 1 : 0;
    });
}

EDGE int64_t vct_manual_seed(uint64_t seed) { return guarded([&] { at::manual_seed(seed); return 0; }); }

EDGE int64_t vct_set_threads(int32_t count) {
    return guarded([&] {
        at::set_num_threads(count);
        // An OpenBLAS on pthreads has threads of its own that libtorch does not count: workers would wait for each other's.
        if (auto set = reinterpret_cast<void (*)(int)>(dlsym(RTLD_DEFAULT, "openblas_set_num_threads"))) set(count);
        return 0;
    });
}

// Whether a tensor can live on a CUDA device: asked by making one, which every build answers in its own way.
EDGE int64_t vct_cuda_is_available() {
    try {
        at::empty({1}, at::TensorOptions().device(at::kCUDA));
        return 1;
    } catch (...) {
        return 0;
    }
}
