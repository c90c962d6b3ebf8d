using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using VaeCodec.Bench.Report;
using VaeCodec.Bench.Results;
using VaeCodec.Images;

namespace VaeCodec.Bench.Viewing;

/// <summary>The folder of a viewing test: a page that opens from the disk, its script and style, its data, and the crops.</summary>
/// <param name="path">Made if need be.</param>
/// <param name="replace">Whether files that are there are replaced.</param>
internal sealed class ViewingFolder(string path, bool replace)
{
    private const string Crops = "crops", Sheets = "sheets", Data = "data.js";
    private static readonly string[] s_page = ["index.html", "viewing.js", "viewing.css"];
    private readonly Existing _existing = replace ? Existing.Replace : Existing.Refuse;
    private readonly HashSet<string> _written = [];

    /// <summary>Fails now where writing would fail after the work.</summary>
    /// <exception cref="OutputException">A file of the page is there and is not to be replaced, or the folder cannot be made.</exception>
    public void Prepare()
    {
        OutputFile first = File(s_page[0]);
        first.MakeFolder();
        File(Path.Combine(Crops, Data)).MakeFolder();
        foreach (string name in s_page.Append(Data))
            File(name).RequireFree();
    }

    /// <summary>Writes a crop under a name that tells nothing of its codec.</summary>
    /// <returns>Its name in the folder.</returns>
    public string Add(PixelImage crop)
    {
        byte[] png = ImageFile.SaveToBytes(crop, ".png");
        string name = $"{Crops}/{Convert.ToHexStringLower(SHA256.HashData(png))[..16]}.png";
        if (_written.Add(name))
            Write(name, png, Existing.Replace);
        return name;
    }

    /// <summary>Writes versions of a crop side by side, one row a rate.</summary>
    /// <param name="name">Without an extension.</param>
    /// <param name="sheet">The picture.</param>
    public void AddSheet(string name, PixelImage sheet)
    {
        string file = Path.Combine(Sheets, name + ".png");
        File(file).MakeFolder();
        Write(file, ImageFile.SaveToBytes(sheet, ".png"), Existing.Replace);
    }

    /// <summary>Writes the page and its data, which the page can read from the disk only as a script.</summary>
    public void Finish(ViewingPage page)
    {
        foreach (string name in s_page)
            Write(name, Encoding.UTF8.GetBytes(Resources.Read(name)), _existing);
        Write(Data, Encoding.UTF8.GetBytes($"const test = {JsonSerializer.Serialize(page, ResultsJson.Options)};\n"), _existing);
    }

    private OutputFile File(string name) => new(Path.Combine(path, name), _existing);

    private void Write(string name, byte[] content, Existing over) => (File(name) with { Existing = over })
        .WriteAsync(content, CancellationToken.None).GetAwaiter().GetResult();
}
