namespace VaeCodec.Train.Torch;

/// <content>torch.optim.Muon.</content>
public static unsafe partial class torch
{
    public static partial class optim
    {
        /// <summary>Muon: momentum whose step is orthogonalised per matrix (Jordan et al. 2024, "Muon: an optimizer for hidden layers in neural
        /// networks"), scaled to the size of Adam's (Liu et al. 2025, "Muon is scalable for LLM training", equation 4). A convolution counts as the
        /// matrix [out, in k k]; matrices of one shape are stepped together.</summary>
        public sealed class Muon : IDisposable
        {
            private const int Iterations = 5;
            private const double AdamScale = 0.2;

            // The quintic of the Newton-Schulz iteration, tuned by Jordan et al. to converge fast rather than exactly.
            private const double A = 3.4445, B = -4.7750, C = 2.0315;
            private readonly Tensor[] _parameters;
            private readonly double _momentum;
            private readonly (long Rows, long Columns, int[] Members)[] _groups;

            /// <summary>Momenta start at zero.</summary>
            public Muon(IEnumerable<Tensor> parameters, double lr, double momentum = 0.95)
            {
                _parameters = [.. parameters];
                (LearningRate, _momentum) = (lr, momentum);
                using IDisposable guard = no_grad();
                Momenta = Array.ConvertAll(_parameters, p => zeros_like(p).DetachFromDisposeScope());
                _groups = [.. Enumerable.Range(0, _parameters.Length)
                    .GroupBy(i => (Rows: _parameters[i].shape[0], Columns: _parameters[i].shape[1..].Aggregate(1L, (a, b) => a * b)))
                    .Select(g => (g.Key.Rows, g.Key.Columns, Members: g.ToArray()))
                    .OrderByDescending(g => g.Members.Length * g.Rows * g.Columns * Math.Min(g.Rows, g.Columns))];
            }

            /// <summary>Size of the next step.</summary>
            public double LearningRate { get; set; }

            /// <summary>Running means of the gradients, one per parameter.</summary>
            public Tensor[] Momenta { get; }

            /// <summary>Moves every parameter against its gradient, given in the parameters' order.</summary>
            /// <param name="gradients">One per parameter.</param>
            /// <param name="workers">Threads that share the matrices, each with one thread of libtorch; 1: this thread with all of libtorch's.</param>
            public void step(Tensor[] gradients, int workers = 1)
            {
                ArgumentNullException.ThrowIfNull(gradients);
                if (workers == 1)
                {
                    foreach ((long rows, long columns, int[] members) in _groups)
                        Step(gradients, rows, columns, members);
                    return;
                }

                Parallel.ForEach(_groups, new ParallelOptions { MaxDegreeOfParallelism = workers }, group =>
                {
                    set_num_threads(1);
                    Step(gradients, group.Rows, group.Columns, group.Members);
                });
            }

            /// <inheritdoc/>
            public void Dispose()
            {
                foreach (Tensor momentum in Momenta)
                    momentum.Dispose();
            }

            /// <summary>Nearly the nearest matrix with orthogonal rows (or columns) of each matrix in [n, rows, columns]: x &lt;- p(x x') x, carried
            /// out on the smaller Gram matrix s alone (s &lt;- p s p), so that the long side is multiplied twice in all.</summary>
            internal static Tensor Orthogonalise(Tensor matrices)
            {
                bool tall = matrices.shape[1] > matrices.shape[2];
                Tensor x = tall ? matrices.transpose(1, 2) : matrices;
                x = x * (x.square().sum([1, 2], keepdim: true).sqrt() + 1e-7).reciprocal();
                Tensor s = x.bmm(x.transpose(1, 2));
                Tensor? whole = null;
                for (int i = 0; i < Iterations; i++)
                {
                    Tensor p = s * B + s.bmm(s) * C;
                    p.diagonal(1, 2).add_(A);
                    whole = whole is null ? p : p.bmm(whole);
                    if (i + 1 < Iterations)
                        s = p.bmm(s).bmm(p);
                }

                x = whole!.bmm(x);
                return tall ? x.transpose(1, 2) : x;
            }

            private void Step(Tensor[] gradients, long rows, long columns, int[] members)
            {
                using DisposeScope scope = NewDisposeScope();
                using IDisposable guard = no_grad();
                Tensor[] momenta = Array.ConvertAll(members, i => Momenta[i]), own = Array.ConvertAll(members, i => gradients[i]);
                running_mean_(momenta, own, _momentum);
                // Nesterov: the gradient once more on top of the mean.
                Tensor ahead = Matrices(own) * (1 - _momentum) + Matrices(momenta) * _momentum;
                Tensor update = Orthogonalise(ahead) * (-LearningRate * AdamScale * Math.Sqrt(Math.Max(rows, columns)));
                foreach ((int i, Tensor step) in members.Zip(update.unbind(0)))
                    _parameters[i].add_(step.reshape(_parameters[i].shape));

                Tensor Matrices(Tensor[] tensors) => stack(Array.ConvertAll(tensors, t => t.reshape(rows, columns)), 0);
            }
        }
    }
}
