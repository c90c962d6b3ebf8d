using System.Runtime.InteropServices;

namespace VaeCodec.Train.Data.Graphics;

/// <summary>Text as a mask, set by libvips (Pango, with the fonts of the system).</summary>
internal static unsafe partial class VipsText
{
    private const string Library = "libvips.so.42";
    private static readonly Lazy<bool> s_started = new(() => vips_init("vaecodec-train") == 0);

    /// <summary>Renders text: coverage 0..255, row-major. Null where there is no text to be had: no Pango in this libvips, or nothing
    /// visible.</summary>
    /// <param name="text">Plain; lines are broken at <paramref name="width"/>.</param>
    /// <param name="font">As Pango names it: family, style, size in points.</param>
    /// <param name="width">Pixels.</param>
    public static (int Width, int Height, byte[] Coverage)? Render(string text, string font, int width)
    {
        if (!s_started.Value)
            throw new DllNotFoundException("libvips does not start");
        nint operation = vips_operation_new("text");
        if (operation == 0)
            return null;
        try
        {
            string plain = text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);
            bool set = vips_object_set_argument_from_string(operation, "text", plain) == 0
                && vips_object_set_argument_from_string(operation, "font", font) == 0
                && vips_object_set_argument_from_string(operation, "width", FormattableString.Invariant($"{width}")) == 0
                && vips_object_set_argument_from_string(operation, "dpi", "96") == 0;
            return set && vips_object_build(operation) == 0 ? Read(operation) : null;
        }
        finally
        {
            vips_object_unref_outputs(operation);
            g_object_unref(operation);
        }
    }

    private static (int Width, int Height, byte[] Coverage)? Read(nint operation)
    {
        var value = stackalloc long[3]; // a GValue
        value[0] = value[1] = value[2] = 0;
        g_value_init(value, vips_image_get_type());
        g_object_get_property(operation, "out", value);
        nint image = g_value_dup_object(value);
        g_value_unset(value);
        if (image == 0)
            return null;
        nuint size;
        byte* pixels = vips_image_write_to_memory(image, &size);
        (int width, int height) = (vips_image_get_width(image), vips_image_get_height(image));
        g_object_unref(image);
        if (pixels is null)
            return null;
        byte[] coverage = new ReadOnlySpan<byte>(pixels, checked((int)size)).ToArray();
        g_free(pixels);
        return coverage.Length == width * height ? (width, height, coverage) : null;
    }

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int vips_init(string argv0);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint vips_operation_new(string name);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int vips_object_set_argument_from_string(nint target, string name, string value);

    [LibraryImport(Library)]
    private static partial int vips_object_build(nint operation);

    [LibraryImport(Library)]
    private static partial void vips_object_unref_outputs(nint operation);

    [LibraryImport(Library)]
    private static partial nuint vips_image_get_type();

    [LibraryImport(Library)]
    private static partial byte* vips_image_write_to_memory(nint image, nuint* size);

    [LibraryImport(Library)]
    private static partial int vips_image_get_width(nint image);

    [LibraryImport(Library)]
    private static partial int vips_image_get_height(nint image);

    [LibraryImport(Library)]
    private static partial void* g_value_init(void* value, nuint type);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial void g_object_get_property(nint target, string name, void* value);

    [LibraryImport(Library)]
    private static partial nint g_value_dup_object(void* value);

    [LibraryImport(Library)]
    private static partial void g_value_unset(void* value);

    [LibraryImport(Library)]
    private static partial void g_object_unref(nint target);

    [LibraryImport(Library)]
    private static partial void g_free(void* memory);
}
