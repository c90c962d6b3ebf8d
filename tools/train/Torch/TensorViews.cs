namespace VaeCodec.Train.Torch;

/// <content>Shapes, views, types and layouts.</content>
internal static unsafe partial class torch
{
    public sealed partial class Tensor
    {
        /// <summary>The same elements in another shape; -1 stands for what remains.</summary>
        public Tensor reshape(params long[] shape) => Dispatcher.One("aten::reshape", "", this, shape);

        /// <summary>Dimensions in another order.</summary>
        public Tensor permute(params long[] order) => Dispatcher.One("aten::permute", "", this, order);

        /// <summary>Two dimensions swapped.</summary>
        public Tensor transpose(long first, long second) => Dispatcher.One("aten::transpose", "int", this, first, second);

        /// <summary>The diagonals of the matrices in two dimensions, as a view.</summary>
        public Tensor diagonal(long rows, long columns) => Dispatcher.One("aten::diagonal", "", this, 0L, rows, columns);

        /// <summary>Broadcast along dimensions of size 1 (-1 keeps a size).</summary>
        public Tensor expand(params long[] shape) => Dispatcher.One("aten::expand", "", this, shape);

        /// <summary>The part [start, start + length) of a dimension, as a view.</summary>
        public Tensor narrow(long dimension, long start, long length)
            => Dispatcher.One("aten::narrow", "", this, dimension, start, length);

        /// <summary>One index of a dimension, as a view without that dimension.</summary>
        public Tensor select(long dimension, long index) => Dispatcher.One("aten::select", "int", this, dimension, index);

        /// <summary>Equal parts along a dimension, as views.</summary>
        public Tensor[] chunk(long count, long dimension) => Dispatcher.Many("aten::chunk", "", this, count, dimension);

        /// <summary>Every index of a dimension, as views.</summary>
        public Tensor[] unbind(long dimension) => Dispatcher.Many("aten::unbind", "int", this, dimension);

        /// <summary>In memory order: row-major, or channels last for [N, C, H, W].</summary>
        public Tensor contiguous(MemoryFormat format = MemoryFormat.Contiguous)
            => Dispatcher.One("aten::contiguous", "", this, (long)format);

        /// <summary>A copy of its own.</summary>
        public Tensor clone() => Dispatcher.One("aten::clone", "", this);

        /// <summary>Converted to another element type; itself where it has that type.</summary>
        public Tensor to(ScalarType type) => Dispatcher.One("aten::to", "dtype", this, type);

        /// <summary>On another device; itself where it is there.</summary>
        public Tensor to(string device) => Dispatcher.One("aten::to", "device", this, Argument.Device(device), dtype);

        /// <summary>In single precision.</summary>
        public Tensor @float() => to(ScalarType.Float32);
    }
}
