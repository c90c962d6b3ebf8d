namespace VaeCodec.Tool.Files;

/// <summary>One file to make of another.</summary>
/// <param name="Input">What to make it of.</param>
/// <param name="Output">What to make.</param>
/// <param name="MakesFolder">Whether the output's folder is made where it is not there.</param>
internal record Job(Input Input, OutputFile Output, bool MakesFolder);

/// <summary>All that a command has to make.</summary>
/// <param name="Jobs">One for each input.</param>
/// <param name="IsSeveral">Whether they are told of as several, though it may be one or none.</param>
internal sealed record JobList(IReadOnlyList<Job> Jobs, bool IsSeveral);
