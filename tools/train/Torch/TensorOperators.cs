namespace VaeCodec.Train.Torch;

/// <content>Operators with the names and meanings of PyTorch; in-place ones end in an underscore and return this tensor.</content>
internal static unsafe partial class torch
{
    public sealed partial class Tensor
    {
        /// <summary>Element-wise sum.</summary>
        public static Tensor operator +(Tensor a, Tensor b) => Dispatcher.One("aten::add", "Tensor", a, b);

        /// <summary>Sum with a number.</summary>
        public static Tensor operator +(Tensor a, double b) => Dispatcher.One("aten::add", "Scalar", a, b);

        /// <summary>Element-wise difference.</summary>
        public static Tensor operator -(Tensor a, Tensor b) => Dispatcher.One("aten::sub", "Tensor", a, b);

        /// <summary>Difference with a number.</summary>
        public static Tensor operator -(Tensor a, double b) => Dispatcher.One("aten::sub", "Scalar", a, b);

        /// <summary>Element-wise product.</summary>
        public static Tensor operator *(Tensor a, Tensor b) => Dispatcher.One("aten::mul", "Tensor", a, b);

        /// <summary>Product with a number.</summary>
        public static Tensor operator *(Tensor a, double b) => Dispatcher.One("aten::mul", "Scalar", a, b);

        /// <summary>Negation.</summary>
        public static Tensor operator -(Tensor a) => Dispatcher.One("aten::neg", "", a);

        /// <summary>Squares.</summary>
        public Tensor square() => Dispatcher.One("aten::square", "", this);

        /// <summary>Square roots.</summary>
        public Tensor sqrt() => Dispatcher.One("aten::sqrt", "", this);

        /// <summary>2 to the power of each element.</summary>
        public Tensor exp2() => Dispatcher.One("aten::exp2", "", this);

        /// <summary>Binary logarithms.</summary>
        public Tensor log2() => Dispatcher.One("aten::log2", "", this);

        /// <summary>Reciprocals.</summary>
        public Tensor reciprocal() => Dispatcher.One("aten::reciprocal", "", this);

        /// <summary>Nearest integers, ties to even.</summary>
        public Tensor round() => Dispatcher.One("aten::round", "", this);

        /// <summary>Elements held to a range; no gradient outside it.</summary>
        public Tensor clamp(double min, double max) => Dispatcher.One("aten::clamp", "", this, min, max);

        /// <summary>Elements not below a bound.</summary>
        public Tensor clamp_min(double min) => Dispatcher.One("aten::clamp_min", "", this, min);

        /// <summary>Matrix product.</summary>
        public Tensor matmul(Tensor other) => Dispatcher.One("aten::matmul", "", this, other);

        /// <summary>Products of the matrices of two batches [n, a, b] and [n, b, c].</summary>
        public Tensor bmm(Tensor other) => Dispatcher.One("aten::bmm", "", this, other);

        /// <summary>Transpose of a matrix.</summary>
        public Tensor t() => Dispatcher.One("aten::t", "", this);

        /// <summary>Sum over everything.</summary>
        public Tensor sum() => Dispatcher.One("aten::sum", "", this);

        /// <summary>Sums over some dimensions.</summary>
        public Tensor sum(long[] dimensions) => Dispatcher.One("aten::sum", "dim_IntList", this, dimensions);

        /// <summary>Sums over some dimensions, which stay with size 1 where asked.</summary>
        public Tensor sum(long[] dimensions, bool keepdim) => Dispatcher.One("aten::sum", "dim_IntList", this, dimensions, keepdim);

        /// <summary>Mean over everything.</summary>
        public Tensor mean() => Dispatcher.One("aten::mean", "", this);

        /// <summary>Means over some dimensions.</summary>
        public Tensor mean(long[] dimensions) => Dispatcher.One("aten::mean", "dim", this, dimensions);

        /// <summary>L2 norm over everything.</summary>
        public Tensor norm() => Dispatcher.One("aten::norm", "Scalar", this);

        /// <summary>Reversed along a dimension.</summary>
        public Tensor flip(long dimension) => Dispatcher.One("aten::flip", "", this, new[] { dimension });

        /// <summary>Adds factor * other in place.</summary>
        public Tensor add_(Tensor other, double factor = 1)
        {
            Dispatcher.One("aten::add_", "Tensor", this, other, factor).Dispose();
            return this;
        }

        /// <summary>Adds a number in place.</summary>
        public Tensor add_(double number)
        {
            Dispatcher.One("aten::add_", "Scalar", this, number).Dispose();
            return this;
        }

        /// <summary>Multiplies in place.</summary>
        public Tensor mul_(double factor)
        {
            Dispatcher.One("aten::mul_", "Scalar", this, factor).Dispose();
            return this;
        }

        /// <summary>Moves towards another tensor in place: this + weight * (end - this).</summary>
        public Tensor lerp_(Tensor end, double weight)
        {
            Dispatcher.One("aten::lerp_", "Scalar", this, end, weight).Dispose();
            return this;
        }

        /// <summary>Fills with a number.</summary>
        public Tensor fill_(double value)
        {
            Dispatcher.One("aten::fill_", "Scalar", this, value).Dispose();
            return this;
        }

        /// <summary>Overwrites with another tensor's elements, broadcast.</summary>
        public Tensor copy_(Tensor source)
        {
            Dispatcher.One("aten::copy_", "", this, source).Dispose();
            return this;
        }
    }
}
