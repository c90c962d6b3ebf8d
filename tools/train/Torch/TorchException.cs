namespace VaeCodec.Train.Torch;

/// <summary>libtorch is missing, could not be bound, or refused an operation; the message is libtorch's own where it has one.</summary>
internal sealed class TorchException : Exception
{
    /// <summary>Creates an exception with a message that says what to do.</summary>
    public TorchException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
