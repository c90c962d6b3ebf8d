namespace VaeCodec.Train.Torch;

/// <content>torch.optim.</content>
public static unsafe partial class torch
{
    /// <summary>Optimisers.</summary>
    public static partial class optim
    {
        /// <summary>Adam (Kingma and Ba, "Adam: a method for stochastic optimization", algorithm 1), in the order of operations of PyTorch.</summary>
        public sealed class Adam : IDisposable
        {
            private readonly Tensor[] _parameters;
            private readonly double _beta1;
            private readonly double _beta2;
            private readonly double _epsilon;

            /// <summary>Moments start at zero.</summary>
            public Adam(IEnumerable<Tensor> parameters, double lr, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8)
            {
                _parameters = [.. parameters];
                (LearningRate, _beta1, _beta2, _epsilon) = (lr, beta1, beta2, eps);
                using IDisposable guard = no_grad();
                FirstMoments = Array.ConvertAll(_parameters, p => zeros_like(p).DetachFromDisposeScope());
                SecondMoments = Array.ConvertAll(_parameters, p => zeros_like(p).DetachFromDisposeScope());
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
                Dispatcher.Many("aten::_foreach_mul_", "Scalar", FirstMoments, _beta1);
                Dispatcher.Many("aten::_foreach_add_", "List", FirstMoments, gradients, 1 - _beta1);
                Dispatcher.Many("aten::_foreach_mul_", "Scalar", SecondMoments, _beta2);
                Dispatcher.Many("aten::_foreach_addcmul_", "Scalar", SecondMoments, gradients, gradients, 1 - _beta2);
                Tensor[] denominators = Dispatcher.Many("aten::_foreach_sqrt", "", SecondMoments);
                Dispatcher.Many("aten::_foreach_div_", "Scalar", denominators, Math.Sqrt(correction2));
                Dispatcher.Many("aten::_foreach_add_", "Scalar", denominators, _epsilon);
                Dispatcher.Many("aten::_foreach_addcdiv_", "Scalar", _parameters, FirstMoments, denominators, -LearningRate / correction1);
            }

            /// <inheritdoc/>
            public void Dispose()
            {
                foreach (Tensor moment in FirstMoments.Concat(SecondMoments))
                    moment.Dispose();
            }
        }
    }
}
