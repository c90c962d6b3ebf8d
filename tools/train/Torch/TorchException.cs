namespace VaeCodec.Train.Torch;

/// <summary>libtorch or the kernels beside it are missing or refuse what is asked; the message says what to do.</summary>
internal sealed class TorchException : DllNotFoundException
{
    /// <summary>Creates an exception with such a message.</summary>
    public TorchException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
