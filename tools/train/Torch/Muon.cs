using TorchSharp;
using VaeCodec.Train.Kernels;

namespace VaeCodec.Train.Torch;

/// <summary>Muon: momentum whose step is orthogonalised per matrix (Jordan et al. 2024, "Muon: an optimizer for hidden layers in
/// neural networks"), scaled to the size of Adam's (Liu et al. 2025, "Muon is scalable for LLM training", equation 4). A
/// convolution counts as the matrix [out, in k k], a matrix as a convolution of one tap.</summary>
internal sealed class Muon : IDisposable
{
    private const int Iterations = 5;
    private const double AdamScale = 0.2;

    // The quintic of the Newton-Schulz iteration, tuned by Jordan et al. to converge fast rather than exactly.
    private const double A = 3.4445, B = -4.7750, C = 2.0315;

    // What is stepped together: as much as stays in a cache.
    private const long GroupElements = 1 << 19;

    private readonly double _momentum;
    private readonly Group[] _groups;

    /// <summary>Momenta start at zero.</summary>
    /// <param name="parameters">What is stepped.</param>
    /// <param name="lr">Size of a step.</param>
    /// <param name="momentum">Share of the running mean that stays.</param>
    /// <param name="shares">Of the step, for every value of every parameter; null for 1.</param>
    public Muon(IEnumerable<torch.Tensor> parameters, double lr, double momentum = 0.95, torch.Tensor[]? shares = null)
    {
        (LearningRate, _momentum) = (lr, momentum);
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable guard = torch.no_grad();
        torch.Tensor[] all = [.. parameters.Select(p => Convolution(p.detach()).DetachFromDisposeScope())];
        Momenta = new torch.Tensor[all.Length];
        _groups = [.. Enumerable.Range(0, all.Length).GroupBy(i => string.Join(' ', all[i].shape))
            .SelectMany(g => g.Chunk((int)Math.Max(1, GroupElements / all[g.First()].NumberOfElements)))
            .Select(g => new Group(g, Array.ConvertAll(g, i => all[i]), Momenta,
                shares is null ? null : Array.ConvertAll(g, i => shares[i]))).OrderByDescending(g => g.Work)];
    }

    /// <summary>Size of the next step.</summary>
    public double LearningRate { get; set; }

    /// <summary>Running means of the gradients, one per parameter.</summary>
    public torch.Tensor[] Momenta { get; }

    /// <summary>Moves every parameter against its gradient, given in the parameters' order.</summary>
    public void Step(torch.Tensor[] gradients)
    {
        foreach (Action part in Steps(gradients))
            part();
    }

    /// <summary>The step in parts, the longest first, which may run at the same time.</summary>
    public Action[] Steps(torch.Tensor[] gradients)
        => Array.ConvertAll(_groups, group => (Action)(() => group.Step(gradients, _momentum, LearningRate)));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (torch.Tensor tensor in Momenta.Concat(_groups.SelectMany(g => g.Tensors)))
            tensor.Dispose();
    }

    /// <summary>Nearly the nearest matrix with orthogonal rows (or columns) of each matrix in [n, rows, columns]: x &lt;- p(x x')
    /// x, carried out on the smaller Gram matrix s alone (s &lt;- p s p), so that the long side is multiplied twice in
    /// all.</summary>
    public static torch.Tensor Orthogonalise(torch.Tensor matrices)
        => OrthogonalKernel.Takes(matrices) ? OrthogonalKernel.Run(matrices, new((float)A, (float)B, (float)C, Iterations))
            : OrthogonaliseByOperators(matrices);

    /// <summary>The same by libtorch's operators.</summary>
    public static torch.Tensor OrthogonaliseByOperators(torch.Tensor matrices)
    {
        bool tall = matrices.shape[1] > matrices.shape[2];
        torch.Tensor x = tall ? matrices.transpose(1, 2) : matrices;
        x = x * (x.square().sum([1, 2], keepdim: true).sqrt() + 1e-7).reciprocal();
        torch.Tensor s = x.bmm(x.transpose(1, 2));
        torch.Tensor? whole = null;
        for (int i = 0; i < Iterations; i++)
        {
            torch.Tensor p = s * B + s.bmm(s) * C;
            p.diagonal(0, 1, 2).add_(A);
            whole = whole is null ? p : p.bmm(whole);
            if (i + 1 < Iterations)
                s = p.bmm(s).bmm(p);
        }

        x = whole!.bmm(x);
        return tall ? x.transpose(1, 2) : x;
    }

    private static torch.Tensor Convolution(torch.Tensor matrix) => matrix.dim() == 2 ? matrix.unsqueeze(2).unsqueeze(3) : matrix;

    /// <summary>Convolutions of one shape, stepped together. A convolution is the matrix [out, k k in], the order in which
    /// channels-last weights lie in memory; the order of columns does not matter to its nearest orthogonal matrix.</summary>
    private sealed class Group
    {
        private readonly int[] _members;
        private readonly torch.Tensor[] _parameters;
        private readonly torch.Tensor[]? _shares;
        private readonly long[] _shape;

        public Group(int[] members, torch.Tensor[] parameters, torch.Tensor[] momenta, torch.Tensor[]? shares)
        {
            (_members, _parameters, _shape) = (members, parameters, parameters[0].shape);
            _shares = shares is null ? null : Array.ConvertAll(shares, Convolution);
            Momentum = torch.zeros(parameters.Length, _shape[0], Columns).DetachFromDisposeScope();
            foreach ((int i, torch.Tensor momentum) in members.Zip(Convolutions(Momentum)))
                momenta[i] = momentum.DetachFromDisposeScope();
        }

        /// <summary>All that is to be freed.</summary>
        public IEnumerable<torch.Tensor> Tensors => _parameters.Append(Momentum);

        /// <summary>[members, rows, columns].</summary>
        private torch.Tensor Momentum { get; }

        /// <summary>A measure of the time that a step takes.</summary>
        public long Work => _members.Length * _shape[0] * Columns * Math.Min(_shape[0], Columns);

        private long Columns => _shape[1] * _shape[2] * _shape[3];

        public void Step(torch.Tensor[] gradients, double momentum, double learningRate)
        {
            using DisposeScope scope = torch.NewDisposeScope();
            using IDisposable guard = torch.no_grad();
            torch.Tensor ahead = torch.stack(Array.ConvertAll(_members,
                i => Convolution(gradients[i]).permute(0, 2, 3, 1).reshape(_shape[0], Columns)), 0);
            Momentum.mul_(momentum).add_(ahead, 1 - momentum);
            // Nesterov: the gradient once more on top of the mean.
            ahead.mul_(1 - momentum).add_(Momentum, momentum);
            double rate = -learningRate * AdamScale * Math.Sqrt(Math.Max(_shape[0], Columns));
            torch.Tensor[] steps = Convolutions(Orthogonalise(ahead));
            for (int i = 0; i < steps.Length; i++)
                _parameters[i].add_(_shares is null ? steps[i] : steps[i].mul(_shares[i]), rate);
        }

        private torch.Tensor[] Convolutions(torch.Tensor matrices)
            => matrices.reshape(-1, _shape[0], _shape[2], _shape[3], _shape[1]).permute(0, 1, 4, 2, 3).unbind(0);
    }
}
