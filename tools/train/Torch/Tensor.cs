namespace VaeCodec.Train.Torch;

/// <content>The tensor: its lifetime, shape and contents. Names are TorchSharp's.</content>
internal static unsafe partial class torch
{
    /// <summary>A tensor of libtorch. Freed by <see cref="Dispose"/> or by the <see cref="DisposeScope"/> it was made in.</summary>
    public sealed partial class Tensor : IDisposable
    {
        private readonly TensorHandle _handle;

        internal Tensor(nint pointer)
        {
            _handle = new(pointer);
            Scope = DisposeScope.Track(this);
        }

        /// <summary>Handles of tensors not yet freed, in the whole process.</summary>
        public static long LiveHandles => TensorHandle.Live;

        /// <summary>Sizes of the dimensions.</summary>
        public long[] shape
        {
            get
            {
                long* sizes = stackalloc long[16];
                long count = NativeCall.Check(NativeMethods.vct_sizes(_handle, sizes, 16));
                return new Span<long>(sizes, (int)count).ToArray();
            }
        }

        /// <summary>Number of elements.</summary>
        public long NumberOfElements => shape.Aggregate(1L, (a, b) => a * b);

        /// <summary>Type of the elements.</summary>
        public ScalarType dtype => (ScalarType)NativeCall.Check(NativeMethods.vct_type(_handle));

        /// <summary>"cpu" or "cuda".</summary>
        public string device => NativeCall.Check(NativeMethods.vct_is_cuda(_handle)) != 0 ? "cuda" : "cpu";

        internal nint Pointer
        {
            get
            {
                ObjectDisposedException.ThrowIf(_handle.IsClosed, this);
                return _handle.DangerousGetHandle();
            }
        }

        internal DisposeScope? Scope { get; set; }

        /// <summary>The elements, row-major, as single precision.</summary>
        public float[] ToArray()
        {
            var values = new float[NumberOfElements];
            fixed (float* p = values)
                NativeCall.Check(NativeMethods.vct_to_memory(_handle, (int)ScalarType.Float32, p, values.Length * sizeof(float)));
            return values;
        }

        /// <summary>The one element of a tensor of one element.</summary>
        public float item() => ToArray() is [var only] ? only : throw new TorchException("item() wants a tensor of one element");

        /// <summary>Takes the tensor out of its scope: its holder frees it.</summary>
        public Tensor DetachFromDisposeScope()
        {
            Scope?.Forget(this);
            Scope = null;
            return this;
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            Scope?.Forget(this);
            DisposeUntracked();
        }

        internal void DisposeUntracked()
        {
            Scope = null;
            _handle.Dispose();
        }
    }
}
