using VaeCodec.Inference.Tensors;

namespace VaeCodec.Inference.Gradients;

/// <summary>A tensor of a <see cref="GradientEngine"/>: its value until the network releases it, and later the gradient of the objective
/// with respect to it.</summary>
internal sealed class Variable
{
    private readonly Tensor _value;

    internal Variable(Tensor value, bool isConstant, bool isLent)
    {
        _value = value;
        IsConstant = isConstant;
        IsLent = isLent;
    }

    /// <summary>The value.</summary>
    /// <exception cref="InvalidOperationException">It has been released.</exception>
    public Tensor Value => IsReleased ? throw new InvalidOperationException("the value of this variable has been released") : _value;

    /// <summary>True where no gradient is wanted: the picture and what follows from it alone.</summary>
    public bool IsConstant { get; }

    internal bool IsLent { get; }

    internal bool IsReleased { get; set; }

    /// <summary>d objective / d value as far as it has been propagated; null before.</summary>
    internal Tensor? Gradient { get; set; }

    internal int Height => _value.Height;

    internal int Width => _value.Width;

    internal int Channels => _value.Channels;
}
