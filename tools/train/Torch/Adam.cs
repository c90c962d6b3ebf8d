namespace VaeCodec.Train.Torch;

/// <content>torch.optim.</content>
internal static unsafe partial class torch
{
    /// <summary>Optimisers.</summary>
    public static partial class optim
    {
        /// <summary>Adam (Kingma and Ba, "Adam: a method for stochastic optimization", algorithm 1), in the order of operations of
        /// PyTorch.</summary>
        public sealed class Adam : IDisposable
        {
            private readonly Tensor[] _parameters;
            private readonly Tensor _first, _second;
            private readonly double _beta1;
            private readonly double _beta2;
            private readonly double _epsilon;

            /// <summary>Moments start at zero.</summary>
            public Adam(IEnumerable<Tensor> parameters, double lr, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8)
            {
                _parameters = [.. parameters];
                (LearningRate, _beta1, _beta2, _epsilon) = (lr, beta1, beta2, eps);
                using DisposeScope scope = NewDisposeScope();
                using IDisposable guard = no_grad();
                // One tensor for all: hundreds of small ones cost more in calls than in arithmetic.
                _first = zeros(_parameters.Sum(p => p.NumberOfElements)).DetachFromDisposeScope();
                _second = zeros_like(_first).DetachFromDisposeScope();
                FirstMoments = Array.ConvertAll(Parts(_first), p => p.DetachFromDisposeScope());
                SecondMoments = Array.ConvertAll(Parts(_second), p => p.DetachFromDisposeScope());
            }

            /// <summary>Size of the next step.</summary>
            public double LearningRate { get; set; }

            /// <summary>Steps taken.</summary>
            public long Steps { get; set; }

            /// <summary>Running means of the gradients, one per parameter.</summary>
            public Tensor[] FirstMoments { get; }

            /// <summary>Running means of the squared gradients, one per parameter.</summary>
            public Tensor[] SecondMoments { get; }

            /// <summary>Drops all gradients.</summary>
            public void zero_grad()
            {
                foreach (Tensor parameter in _parameters)
                    parameter.clear_grad();
            }

            /// <summary>Moves every parameter against its gradient, given in the parameters' order.</summary>
            public void step(Tensor[] gradients)
            {
                using DisposeScope scope = NewDisposeScope();
                using IDisposable guard = no_grad();
                Steps++;
                double correction1 = 1 - Math.Pow(_beta1, Steps), correction2 = 1 - Math.Pow(_beta2, Steps);
                Tensor gradient = cat(Array.ConvertAll(gradients, g => g.reshape(-1)), 0);
                _first.mul_(_beta1).add_(gradient, 1 - _beta1);
                _second.mul_(_beta2).add_(gradient.square(), 1 - _beta2);
                Tensor direction = _first * (_second.sqrt() * (1 / Math.Sqrt(correction2)) + _epsilon).reciprocal();
                foreach ((Tensor parameter, Tensor part) in _parameters.Zip(Parts(direction)))
                    parameter.add_(part, -LearningRate / correction1);
            }

            private Tensor[] Parts(Tensor all)
            {
                var parts = new Tensor[_parameters.Length];
                long start = 0;
                for (int i = 0; i < parts.Length; start += _parameters[i++].NumberOfElements)
                    parts[i] = all.narrow(0, start, _parameters[i].NumberOfElements).reshape(_parameters[i].shape);
                return parts;
            }

            /// <inheritdoc/>
            public void Dispose()
            {
                foreach (Tensor moment in FirstMoments.Concat(SecondMoments).Append(_first).Append(_second))
                    moment.Dispose();
            }
        }
    }
}
