namespace VaeCodec.Bench;

/// <summary>Writes a file of the program's own, such as a measurement that is kept, so that it appears whole or not at all. What users name
/// is an <see cref="OutputFile"/>.</summary>
internal static class WholeFile
{
    /// <summary>Writes beside the file, then renames.</summary>
    public static void Write(string path, string text)
    {
        string unfinished = $"{path}.{Environment.ProcessId}.tmp";
        File.WriteAllText(unfinished, text);
        File.Move(unfinished, path, overwrite: true);
    }
}
