namespace VaeCodec.Train.Data.Graphics;

/// <summary>Draws colours and numbers for a picture.</summary>
internal sealed class Palette(CounterRandom random)
{
    /// <summary>True in so many of all cases.</summary>
    public bool Chance(double share) => random.NextDouble() < share;

    /// <summary>Uniform, the upper end excluded.</summary>
    public double Between(double low, double high) => low + (high - low) * random.NextDouble();

    /// <summary>Uniform, the upper end excluded.</summary>
    public int Whole(int low, int high) => low + random.NextInt(high - low);

    /// <summary>One of several.</summary>
    public T OneOf<T>(params ReadOnlySpan<T> items) => items[random.NextInt(items.Length)];

    /// <summary>White, black, a gray, a fully saturated colour, or any.</summary>
    public Colour Any() => Whole(0, 6) switch
    {
        0 => new(255, 255, 255),
        1 => new(0, 0, 0),
        2 => Gray(Between(0, 256)),
        3 => Corner(),
        _ => new(Between(0, 256), Between(0, 256), Between(0, 256)),
    };

    /// <summary>Each channel full or empty, not all alike: red, green, blue, cyan, magenta, yellow.</summary>
    public Colour Corner()
    {
        int bits = Whole(1, 7);
        return new((bits & 1) * 255, (bits >> 1 & 1) * 255, (bits >> 2 & 1) * 255);
    }

    /// <summary>Light or dark paper, and ink that can be read on it.</summary>
    public (Colour Paper, Colour Ink) Readable()
    {
        Colour paper = Chance(0.5) ? Gray(OneOf(255.0, 255, 250, 240)) : Chance(0.4) ? Gray(Between(0, 50)) : Any();
        bool light = 0.3 * paper.Red + 0.6 * paper.Green + 0.1 * paper.Blue > 128;
        Colour ink = Gray(light ? OneOf(0.0, 0, 30, 60) : OneOf(255.0, 255, 220, 190));
        return (paper, Chance(0.25) ? ink.Mix(Any(), 0.5) : ink);
    }

    private static Colour Gray(double v) => new(v, v, v);
}
