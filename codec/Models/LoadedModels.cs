using System.Collections.Concurrent;

namespace VaeCodec.Models;

/// <summary>The models of this process: each is loaded once, by the first who needs it, and shared.</summary>
internal static class LoadedModels
{
    private static readonly ConcurrentDictionary<string, Lazy<object>> s_models = new();

    /// <summary>The model of a file. What failed is tried anew the next time: the file may have been mended.</summary>
    /// <exception cref="InvalidDataException">The file is missing, damaged or no model of that kind.</exception>
    public static T Get<T>(ModelKind<T> kind, ModelFile file)
        where T : class
    {
        string key = kind.Key(file.Hash);
        Lazy<object> model = s_models.GetOrAdd(key, _ => new(() => file.Load(kind)));
        try
        {
            return (T)model.Value;
        }
        catch
        {
            s_models.TryRemove(new(key, model));
            throw;
        }
    }
}
