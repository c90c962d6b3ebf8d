namespace VaeCodec.Train.Torch;

/// <summary>Files that are whole or not there. In a cache several processes may make one at the same time, and each sees it whole
/// or not at all.</summary>
internal static class WholeFile
{
    /// <summary>Makes a file that is not there yet.</summary>
    /// <param name="path">Of the file; its folder is made, too.</param>
    /// <param name="write">Writes it to the path that it gets, and says whether it could.</param>
    /// <returns>Whether the file is there.</returns>
    public static bool Make(string path, Func<string, bool> write)
    {
        if (File.Exists(path))
            return true;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string beside = $"{path}.{Environment.ProcessId}";
        try
        {
            if (!write(beside))
                return false;
            File.Move(beside, path, overwrite: true);
            return true;
        }
        finally
        {
            File.Delete(beside);
        }
    }

    /// <summary>Writes a file in the place of what is there.</summary>
    public static void Replace(string path, byte[] bytes)
    {
        File.WriteAllBytes(path + ".new", bytes);
        File.Move(path + ".new", path, overwrite: true);
    }
}
