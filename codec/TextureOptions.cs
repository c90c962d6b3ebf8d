namespace VaeCodec;

/// <summary>How the texture of a picture is drawn when it is decoded. Immutable.</summary>
public sealed record TextureOptions
{
    /// <summary>1/16 to 2: how far samples depart from what is likeliest; 1 is the network's own distribution. Rounded to eighths of an octave.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>Of the random numbers: the same seed gives the same texture.</summary>
    public uint Seed { get; init; }
}
