namespace VaeCodec.Tool.Files;

/// <summary>The files in a folder and in those within it. Links to folders are not followed: they could lead in circles.</summary>
internal sealed class FolderWalk
{
    private readonly List<Input> _inputs = [];
    private readonly Func<string, bool> _takes;
    private int _passedOver;

    private FolderWalk(Func<string, bool> takes) => _takes = takes;

    /// <summary>Walks it, in the order of names. Files that are neither pictures nor ours are passed over, which is told.</summary>
    public static IReadOnlyList<Input> Of(string folder, Func<string, bool> takes)
    {
        var walk = new FolderWalk(takes);
        walk.Visit(folder, "");
        if (walk._passedOver > 0)
            Failure.Report($"{folder}: {walk._passedOver} {(walk._passedOver == 1 ? "file is" : "files are")} passed over, being no "
                + "pictures by their names", ExitCode.Success);
        return walk._inputs.Count > 0 ? walk._inputs : [new(folder, "", new IOException("there is no file in it that could be taken"))];
    }

    private void Visit(string folder, string place)
    {
        try
        {
            foreach (string name in FileSystem.List(folder))
                Meet(Path.Combine(folder, name), Path.Combine(place, name));
        }
        catch (Exception failure) when (Input.IsOfTheFile(failure))
        {
            _inputs.Add(new(folder, place, failure));
        }
    }

    /// <summary>An entry that cannot be looked at fails by itself.</summary>
    private void Meet(string path, string place)
    {
        try
        {
            if (FileSystem.Find(path, followLinks: false)?.Kind == FileEntryKind.Folder)
                Visit(path, place);
            else if (_takes(path))
                Take(path, place);
            else if (!FileNames.IsAnyPicture(path) && !FileNames.IsVaec(path) && !FileNames.IsArchive(path))
                _passedOver++;
        }
        catch (Exception failure) when (Input.IsOfTheFile(failure))
        {
            _inputs.Add(new(path, place, failure));
        }
    }

    private void Take(string path, string place)
    {
        FileEntry? entry = FileSystem.Find(path);
        if (entry is null)
            throw new IOException("it is a link to nothing");
        if (entry.Kind == FileEntryKind.File)
            _inputs.Add(new(path, place));
    }
}
