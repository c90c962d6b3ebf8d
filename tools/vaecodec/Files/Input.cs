namespace VaeCodec.Tool.Files;

/// <summary>A file to work on.</summary>
/// <param name="Name">As it is opened; <c>-</c> for stdin.</param>
/// <param name="Place">Its name in a folder of outputs, but for the extension: with the folders between it and the one that was
/// walked.</param>
/// <param name="Failure">Why it cannot be worked on, where that shows before it is opened.</param>
internal sealed record Input(string Name, string Place, Exception? Failure = null)
{
    /// <summary>The inputs that names stand for: files, and those of folders.</summary>
    /// <param name="names">From the command line.</param>
    /// <param name="walks">Whether folders are walked.</param>
    /// <param name="takes">Whether a folder's file of that name is meant.</param>
    public static List<Input> Of(IEnumerable<string> names, bool walks, Func<string, bool> takes)
    {
        var inputs = new List<Input>();
        foreach (string name in names)
        {
            if (!IsFolder(name, out Exception? failure))
                inputs.Add(new(name, Path.GetFileName(name), failure));
            else if (!walks)
                inputs.Add(new(name, Path.GetFileName(name), new IOException("it is a folder; --recursive takes the files in it")));
            else
                inputs.AddRange(FolderWalk.Of(name, takes));
        }

        return inputs;
    }

    /// <summary>Whether a name is a folder's; false with the reason where it cannot be looked at, which is no reason to leave the
    /// others.</summary>
    public static bool IsFolder(string name, out Exception? failure)
    {
        failure = null;
        try
        {
            return name != InputFile.Standard && FileSystem.IsFolder(name);
        }
        catch (Exception exception) when (IsOfTheFile(exception))
        {
            failure = exception;
            return false;
        }
    }

    /// <summary>Whether an exception says that a file cannot be had.</summary>
    public static bool IsOfTheFile(Exception exception) => exception is IOException or UnauthorizedAccessException;
}
