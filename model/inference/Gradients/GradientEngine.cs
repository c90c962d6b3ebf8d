using VaeCodec.Inference.Convolution;
using VaeCodec.Inference.Hvae;
using VaeCodec.Inference.Simd;
using VaeCodec.Inference.Tensors;
using VaeCodec.Inference.Work;
using VaeCodec.Networks.Hvae;
using VaeCodec.Networks.Layers;

namespace VaeCodec.Inference.Gradients;

/// <summary>Runs a network like the <see cref="HvaeEngine"/> that it is given, with the same values bit for bit, and records what it
/// takes to go back: reverse-mode differentiation with respect to the activations; the weights are fixed. As every convolution is linear,
/// the record holds nothing but the signs at the leaky ReLUs. The bottom-up pass is constant: gradients flow through the top-down path, its
/// posteriors included. Deterministic on one machine, for any number of threads. One engine serves one picture at a time.</summary>
internal sealed class GradientEngine : IHvaeEngine<Variable>
{
    private readonly HvaeEngine _forward;
    private readonly Dictionary<string, PackedConvolution> _scaled = [];
    private readonly Stack<Action> _record = [];
    private RateCondition? _condition;

    /// <summary>Records on top of an engine, at whose rate condition it computes.</summary>
    public GradientEngine(HvaeEngine forward)
    {
        ArgumentNullException.ThrowIfNull(forward);
        _forward = forward;
    }

    private ConvolutionRunner Runner => _forward.Runner;

    private WorkTeam Team => _forward.Team;

    private TensorPool Pool => _forward.Pool;

    private HvaeAdjoints Adjoints => _forward.Model.Adjoints;

    /// <summary>A tensor as a constant; it stays its owner's, whatever the network releases.</summary>
    public static Variable Constant(Tensor value) => new(value, isConstant: true, isLent: true);

    /// <summary>The features of a bottom-up pass as constants, for any number of passes from the top down.</summary>
    public static Variable[] Constants(IEnumerable<Tensor> features) => [.. features.Select(f => f is null ? null! : Constant(f))];

    /// <summary>Takes over the result of an operation that is not the engine's own.</summary>
    /// <param name="value">The result.</param>
    /// <param name="backward">Gets the gradient with respect to the result, lent for the call, and adds to those of the operation's inputs
    /// by <see cref="GradientOf"/>.</param>
    public Variable Operation(Tensor value, Action<Tensor> backward)
    {
        ArgumentNullException.ThrowIfNull(backward);
        var result = new Variable(value, isConstant: false, isLent: false);
        _record.Push(() =>
        {
            if (result.Gradient is { } gradient)
                backward(gradient);
            Drop(result);
        });
        return result;
    }

    /// <summary>The gradient with respect to a variable, to be added to; zero if nothing has been.</summary>
    public Tensor GradientOf(Variable x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Gradient is { } known)
            return known;
        Tensor gradient = Pool.Rent(Strip.Whole(x.Height), x.Width, x.Channels);
        for (int y = 0; y < gradient.Height; y++)
            gradient.Row(y).Clear();
        return x.Gradient = gradient;
    }

    /// <summary>A tensor for a picture's gradient, for <see cref="Backward"/>; what it holds is undefined.</summary>
    public Tensor RentPicture() => Pool.RentPicture(Strip.Whole(_forward.Height), _forward.Width);

    /// <summary>Propagates a gradient from the end of the record to its beginning, and forgets the record.</summary>
    /// <param name="result">What the objective is a function of: as a rule the picture that <see cref="Unpatch"/> gave.</param>
    /// <param name="gradient">d objective / d result. Consumed.</param>
    public void Backward(Variable result, Tensor gradient)
    {
        ArgumentNullException.ThrowIfNull(result);
        result.Gradient = gradient;
        while (_record.TryPop(out Action? step))
            step();
    }

    /// <summary>Forgets the record of a pass whose gradients are not wanted.</summary>
    public void Forget() => _record.Clear();

    /// <inheritdoc/>
    Variable IHvaeEngine<Variable>.Constant(string name, int channels, Variable? like) =>
        Owned(_forward.Constant(name, channels, like?.Value));

    /// <inheritdoc/>
    public Variable Patch(ConvolutionSpec convolution, Variable picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        RequireConstant(picture);
        Variable y = Owned(_forward.Convolve(convolution, picture.Value));
        Release(picture);
        return y;
    }

    /// <inheritdoc/>
    public Variable Convolve(ConvolutionSpec convolution, Variable x)
    {
        ArgumentNullException.ThrowIfNull(convolution);
        ArgumentNullException.ThrowIfNull(x);
        if (convolution.Stride > 1)
            RequireConstant(x);
        Tensor value = _forward.Convolve(convolution, x.Value);
        return x.IsConstant ? Owned(value) : Operation(value, gradient => Add(x, Adjoints.Plain(convolution, convolution.In), gradient));
    }

    /// <inheritdoc/>
    /// <remarks>No gradient flows to <paramref name="b"/>, which must be constant.</remarks>
    public Variable Join(ConvolutionSpec convolution, Variable a, Variable b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        RequireConstant(b);
        Tensor value = _forward.Join(convolution, a.Value, b.Value);
        return a.IsConstant ? Owned(value) : Operation(value, gradient => Add(a, Adjoints.Plain(convolution, a.Channels), gradient));
    }

    /// <inheritdoc/>
    public Variable Merge(ConvolutionSpec convolution, Variable x, Variable z)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(z);
        return Recorded(_forward.Merge(convolution, Taken(x), z.Value), [x, z], y =>
        {
            if (y.Gradient is not { } gradient)
                return;
            if (!z.IsConstant)
                Add(z, Adjoints.Plain(convolution, convolution.In), gradient);
            Move(y, x);
        });
    }

    /// <inheritdoc/>
    public Variable RunBlock(HvaeBlockSpec block, Variable x, bool keep = false)
    {
        ArgumentNullException.ThrowIfNull(block);
        ArgumentNullException.ThrowIfNull(x);
        keep |= x.IsLent;
        if (x.IsConstant)
            return Owned(_forward.RunBlock(block, keep ? x.Value : Taken(x), keep));
        Tensor value = _forward.RunBlock(block, keep ? x.Value : Taken(x), keep, out Tensor middle);
        PackedConvolution adjoint1 = Scaled(block), adjoint3 = Adjoints.Plain(block.Conv3, block.Channels);
        return Recorded(value, [x], y =>
        {
            if (y.Gradient is { } gradient)
            {
                Tensor inner = Pool.Rent(middle.Rows, middle.Width, middle.Channels);
                Runner.Run<Linear>(adjoint1, gradient, null, inner);
                Team.ForRows(inner.Rows.Top, inner.Rows.Bottom, (from, to) =>
                {
                    for (int row = from; row < to; row++)
                        LeakyReluGradient.Apply(middle.Row(row), inner.Row(row));
                });
                Runner.Run<Residual>(adjoint3, inner, null, gradient, residual: gradient);
                Pool.Return(inner);
                Move(y, x);
            }

            Pool.Return(middle);
        });
    }

    /// <inheritdoc/>
    public Variable Upsample(ConvolutionSpec convolution, Variable x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Recorded(_forward.Upsample(convolution, Taken(x)), [x], y =>
        {
            if (y.Gradient is { } gradient)
                Add(x, Adjoints.Shuffled(convolution), gradient);
            Drop(y);
        });
    }

    /// <inheritdoc/>
    public Variable Unpatch(ConvolutionSpec convolution, Variable x)
    {
        ArgumentNullException.ThrowIfNull(convolution);
        ArgumentNullException.ThrowIfNull(x);
        return Recorded(_forward.Unpatch(convolution, Taken(x)), [x], picture =>
        {
            if (picture.Gradient is not { } gradient)
                return;
            Tensor patches = Pool.Rent(Strip.Whole(x.Height), x.Width, convolution.Out);
            Gather(gradient, convolution.Shuffle, patches);
            Drop(picture);
            Add(x, Adjoints.Plain(convolution, convolution.In), patches);
            Pool.Return(patches);
        });
    }

    /// <inheritdoc/>
    public void Release(Variable x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (!x.IsLent)
            _forward.Release(Taken(x));
    }

    /// <summary>The other way from a picture of y / 4 + 1/2 to the channels of the patches, in the order of the pixel shuffle.</summary>
    private void Gather(Tensor picture, int f, Tensor patches) => Team.ForRows(patches.Rows.Top, patches.Rows.Bottom,
        (from, to) =>
    {
        for (int y = from; y < to; y++)
        {
            for (int x = 0; x < patches.Width; x++)
            {
                Span<float> patch = patches.At(y, x);
                for (int dy = 0; dy < f; dy++)
                {
                    ReadOnlySpan<float> row = picture.Row(y * f + dy).Slice(x * f * 3, f * 3);
                    for (int dx = 0; dx < f; dx++)
                    {
                        for (int c = 0; c < 3; c++)
                            patch[(c * f + dy) * f + dx] = 0.25f * row[3 * dx + c];
                    }
                }
            }
        }
    });

    private Variable Recorded(Tensor value, ReadOnlySpan<Variable> inputs, Action<Variable> backward)
    {
        bool constant = true;
        foreach (Variable input in inputs)
            constant &= input.IsConstant;
        var result = new Variable(value, constant, isLent: false);
        if (!constant)
            _record.Push(() => backward(result));
        return result;
    }

    /// <summary>Adds the adjoint of an operation to the gradient of its input.</summary>
    private void Add(Variable x, PackedConvolution adjoint, Tensor gradient)
    {
        if (x.Gradient is { } sum)
        {
            Runner.Run<Residual>(adjoint, gradient, null, sum, residual: sum);
            return;
        }

        x.Gradient = Pool.Rent(Strip.Whole(x.Height), x.Width, x.Channels);
        Runner.Run<Linear>(adjoint, gradient, null, x.Gradient);
    }

    /// <summary>Hands the gradient of an operation's result on to an input of the same shape.</summary>
    private void Move(Variable result, Variable x)
    {
        Tensor gradient = result.Gradient!;
        result.Gradient = null;
        if (x.IsConstant)
        {
            Pool.Return(gradient);
        }
        else if (x.Gradient is { } sum)
        {
            AddTo(sum, gradient);
            Pool.Return(gradient);
        }
        else
        {
            x.Gradient = gradient;
        }
    }

    private void AddTo(Tensor sum, Tensor gradient) => Team.ForRows(sum.Rows.Top, sum.Rows.Bottom, (from, to) =>
    {
        for (int y = from; y < to; y++)
        {
            Span<float> total = sum.Row(y);
            ReadOnlySpan<float> addend = gradient.Row(y);
            for (int i = 0; i < total.Length; i++)
                total[i] += addend[i];
        }
    });

    private void Drop(Variable x)
    {
        if (x.Gradient is { } gradient)
            Pool.Return(gradient);
        x.Gradient = null;
    }

    private PackedConvolution Scaled(HvaeBlockSpec block)
    {
        if (_condition != _forward.Condition)
        {
            _condition = _forward.Condition;
            _scaled.Clear();
        }

        if (!_scaled.TryGetValue(block.Name, out PackedConvolution? scaled))
            _scaled.Add(block.Name, scaled = AdjointConvolution.OfScaled(block.Conv1, _forward.Model.Weights(block.Conv1),
                _condition.Scale(block).Span));
        return scaled;
    }

    private static Variable Owned(Tensor value) => new(value, isConstant: true, isLent: false);

    private static Tensor Taken(Variable x)
    {
        if (x.IsLent)
            throw new InvalidOperationException("a tensor that is only lent cannot be consumed");
        Tensor value = x.Value;
        x.IsReleased = true;
        return value;
    }

    private static void RequireConstant(Variable x)
    {
        if (!x.IsConstant)
            throw new ArgumentException("no gradient flows through the bottom-up pass: this input must be constant");
    }
}
