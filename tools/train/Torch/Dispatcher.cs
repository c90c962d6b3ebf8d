using System.Runtime.InteropServices;

namespace VaeCodec.Train.Torch;

/// <summary>Calls ATen operators by name.</summary>
internal static unsafe class Dispatcher
{
    private const int MaxResults = 4096;

    /// <summary>Calls an operator that returns one tensor.</summary>
    internal static torch.Tensor One(string name, string overload, params ReadOnlySpan<Argument> arguments)
    {
        nint result = 0;
        long count = Call(name, overload, arguments, &result, 1);
        return count == 1 ? new torch.Tensor(result) : throw new TorchException($"{name}.{overload} returned {count} tensors, not one");
    }

    /// <summary>Calls an operator for all the tensors that it returns: none, a tuple or a list.</summary>
    internal static torch.Tensor[] Many(string name, string overload, params ReadOnlySpan<Argument> arguments)
    {
        var results = new nint[MaxResults];
        fixed (nint* p = results)
        {
            var tensors = new torch.Tensor[Call(name, overload, arguments, p, MaxResults)];
            for (int i = 0; i < tensors.Length; i++)
                tensors[i] = new(results[i]);
            return tensors;
        }
    }

    private static long Call(string name, string overload, ReadOnlySpan<Argument> arguments, nint* results, long capacity)
    {
        var native = new NativeArgument[arguments.Length];
        var pins = new List<GCHandle>();
        try
        {
            for (int i = 0; i < native.Length; i++)
                native[i] = Lower(arguments[i], pins);
            fixed (NativeArgument* p = native)
                return NativeCall.Check(NativeMethods.vct_call(name, overload, p, native.Length, results, capacity));
        }
        finally
        {
            foreach (GCHandle pin in pins)
                pin.Free();
            foreach (Argument argument in arguments)
                GC.KeepAlive(argument.Content);
        }
    }

    private static NativeArgument Lower(in Argument argument, List<GCHandle> pins)
    {
        switch (argument.Content)
        {
            case null:
                return new() { Kind = argument.Kind, Value = argument.Value };
            case torch.Tensor tensor:
                return new() { Kind = argument.Kind, Value = tensor.Pointer };
            case torch.Tensor[] tensors:
                return Pin(argument.Kind, Array.ConvertAll(tensors, t => t.Pointer), pins);
            default:
                return Pin(argument.Kind, (Array)argument.Content, pins);
        }
    }

    private static NativeArgument Pin(ArgumentKind kind, Array values, List<GCHandle> pins)
    {
        var pin = GCHandle.Alloc(values, GCHandleType.Pinned);
        pins.Add(pin);
        return new() { Kind = kind, Count = values.Length, Value = pin.AddrOfPinnedObject() };
    }
}
