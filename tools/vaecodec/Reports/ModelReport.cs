using System.Globalization;
using System.Text;

namespace VaeCodec.Tool.Reports;

/// <summary>What <c>models list</c> prints of one model; the place is null where no place has it.</summary>
internal sealed record ModelReport(string Name, string? Kind, string Id, string Sha256, long Bytes, string Status, string? Place)
{
    private const string Missing = "missing", Nowhere = "-";

    /// <summary>Collects it.</summary>
    public static ModelReport From(VaeModelInfo model) => new(model.Name, model.Kind, model.Id, model.Sha256, model.Bytes, model.Status,
        model.Place);

    /// <summary>A line for each.</summary>
    public static string ToText(IReadOnlyList<ModelReport> models)
    {
        var text = new StringBuilder();
        int width = models.Select(model => model.Name.Length).Append(4).Max();
        text.Append(CultureInfo.InvariantCulture, $"{"name".PadRight(width)}  {"kind",-8}  {"id",-8}  {"status",-11}  {"bytes",10}  place");
        foreach (ModelReport model in models)
        {
            string place = model.Place ?? (model.Status == VaeModelInfo.PreRelease ? Nowhere : Missing);
            text.AppendLine().Append(CultureInfo.InvariantCulture,
                $"{model.Name.PadRight(width)}  {model.Kind ?? Nowhere,-8}  {model.Id,-8}  {model.Status,-11}  {model.Bytes,10}  {place}");
        }

        return text.ToString();
    }
}

/// <summary>What <c>models verify</c> prints of one model; the error is null where it is intact.</summary>
internal sealed record ModelCheckReport(string Name, string Id, string? Place, bool Intact, string? Error)
{
    /// <summary>Collects it.</summary>
    public static ModelCheckReport From(VaeModelInfo model, string? error) => new(model.Name, model.Id, model.Place, error is null, error);
}

/// <summary>What <c>models path</c> prints of one place: a folder, or an assembly by its name.</summary>
internal sealed record ModelPlaceReport(string Place, bool Exists);
