namespace VaeCodec.Train.Torch;

/// <content>Averages of weights.</content>
internal static unsafe partial class torch
{
    /// <summary>means = decay * means + (1 - decay) * values, in place.</summary>
    public static void running_mean_(Tensor[] means, Tensor[] values, double decay)
    {
        using IDisposable guard = no_grad();
        Dispatcher.Many("aten::_foreach_mul_", "Scalar", means, decay);
        Dispatcher.Many("aten::_foreach_add_", "List", means, values, 1 - decay);
    }
}
