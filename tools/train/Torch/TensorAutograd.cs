namespace VaeCodec.Train.Torch;

/// <content>Gradients.</content>
internal static unsafe partial class torch
{
    public sealed partial class Tensor
    {
        /// <summary>Whether operations on this tensor are recorded.</summary>
        public bool requires_grad
        {
            get => NativeCall.Check(NativeMethods.vct_requires_grad(_handle)) != 0;
            set => NativeCall.Check(NativeMethods.vct_set_requires_grad(_handle, value ? 1 : 0));
        }

        /// <summary>The gradient, in a new handle on the same memory; null before the first <see cref="backward"/>.</summary>
        public Tensor? grad
        {
            get
            {
                NativeCall.Check(NativeMethods.vct_grad(_handle, out nint result));
                return result == 0 ? null : new Tensor(result);
            }
        }

        /// <summary>Adds the gradient of this scalar to every leaf that it was computed from.</summary>
        public void backward() => NativeCall.Check(NativeMethods.vct_backward(_handle));

        /// <summary>The same memory as a leaf of its own, with no gradient recorded.</summary>
        public Tensor detach() => Dispatcher.One("aten::detach", "", this);

        /// <summary>Drops the gradient (zero_grad with set_to_none).</summary>
        public void clear_grad() => NativeCall.Check(NativeMethods.vct_clear_grad(_handle));
    }
}
