namespace VaeCodec.Tool.Files;

/// <summary>A file to make of an archive's image.</summary>
/// <param name="Input">The image.</param>
/// <param name="Output">What to make.</param>
/// <param name="Entry">The image's place in the archive.</param>
internal sealed record ExtractionJob(Input Input, OutputFile Output, int Entry) : Job(Input, Output, MakesFolder: true);
