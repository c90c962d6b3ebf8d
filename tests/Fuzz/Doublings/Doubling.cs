namespace VaeCodec.Fuzz.Doublings;

/// <summary>Makes hostile inputs of one kind, in any size: one of twice the size may cost twice as much, and no more.</summary>
/// <param name="Name">Of the kind.</param>
/// <param name="First">The smallest size worth measuring.</param>
/// <param name="Prepare">Makes an input of a size and returns what reads it.</param>
internal sealed record Doubling(string Name, int First, Func<int, Action> Prepare)
{
    /// <summary>How often the size is doubled.</summary>
    public const int Times = 4;

    /// <summary>The most that a cost may grow by where the size doubles: twice, and 1 % for what is rounded up.</summary>
    public const double MostGrowth = 2.02;
}
