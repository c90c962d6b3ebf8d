namespace VaeCodec.Fuzz.Targets;

/// <summary>A part of the library that takes bytes from strangers, and what it promises about them.</summary>
internal interface IFuzzTarget
{
    /// <summary>The folder of its corpus.</summary>
    string Name { get; }

    /// <summary>Sound inputs to begin with.</summary>
    IEnumerable<byte[]> Seeds { get; }

    /// <summary>Makes a checksum hold again, without which nothing behind it would ever be reached.</summary>
    byte[] Repair(byte[] input);

    /// <summary>Runs one input and says what came of it.</summary>
    /// <exception cref="BrokenPromiseException">What came of it is not allowed.</exception>
    string Run(byte[] input);
}

/// <summary>A finding.</summary>
internal sealed class BrokenPromiseException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>All targets.</summary>
internal static class FuzzTargets
{
    public static IReadOnlyList<IFuzzTarget> All { get; } = [new VaecTarget(), new VaeaTarget(), new WeightsTarget(), new MetadataTarget(),
        new PnmTarget(), new ImageTarget()];
}
