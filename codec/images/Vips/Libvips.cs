using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace VaeCodec.Images.Vips;

/// <summary>
/// The functions of libvips (and of GObject, which it brings along) that image files need. Only fixed-argument functions are bound: a C
/// variadic call needs registers set that P/Invoke does not set, so operations are built through GObject properties instead of the
/// <c>vips_jpegload(..., NULL)</c> style.
/// </summary>
internal static unsafe partial class Libvips
{
    private const string Library = "libvips";
    private const int WarningLevel = 1 << 4;

    private static readonly string[] s_loaded = ["Png", "Jpeg", "Webp", "Tiff", "Heif", "Nsgif"];

    [ThreadStatic]
    private static List<string>? t_warnings;

    private static readonly Lazy<bool> Started = new(Start);

    static Libvips() => NativeLibrary.SetDllImportResolver(typeof(Libvips).Assembly, Resolve);

    /// <summary>Starts the library once per process. Throws <see cref="DllNotFoundException"/> naming the package when it is
    /// missing.</summary>
    public static void EnsureStarted() => _ = Started.Value;

    /// <summary>Takes the text of the last errors, on one line; the library's error buffer is empty afterwards.</summary>
    public static string TakeError()
    {
        byte* text = vips_error_buffer_copy();
        string message = Marshal.PtrToStringUTF8((nint)text) ?? "";
        g_free(text);
        string[] lines = message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.Length == 0 ? "no reason given" : string.Join("; ", lines.Distinct());
    }

    /// <summary>Takes the warnings that work of this thread has given since the last call; some come only once an image is let go
    /// of.</summary>
    public static string[] TakeWarnings()
    {
        string[] warnings = [.. (t_warnings ?? []).Distinct()];
        t_warnings?.Clear();
        return warnings;
    }

    private static bool Start()
    {
        if (vips_init("vaecodec") != 0)
            throw new DllNotFoundException("libvips does not start: " + TakeError());

        // Warnings about odd files belong to whoever reads them, and to nobody's stderr; errors come back as return codes.
        g_log_set_handler("VIPS", WarningLevel, &Keep, null);

        // An operation is used once here, and its source lies in memory that only lives as long as the call.
        vips_cache_set_max(0);

        // What has never been fuzzed stays shut, and so do all loaders but those of the promised formats.
        vips_block_untrusted_set(1);
        vips_operation_block_set("VipsForeignLoad", 1);
        foreach (string format in s_loaded)
            vips_operation_block_set("VipsForeignLoad" + format, 0);
        return true;
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (name != Library)
            return 0;
        string file = OperatingSystem.IsMacOS() ? "libvips.42.dylib" : OperatingSystem.IsWindows() ? "libvips-42.dll" : "libvips.so.42";
        return NativeLibrary.TryLoad(file, assembly, searchPath, out nint handle)
            ? handle
            : throw new DllNotFoundException($"{file} is missing, which reads and writes image files; add the NuGet package "
                + $"NetVips.Native.{RuntimeInformation.RuntimeIdentifier}, or publish with '-r {RuntimeInformation.RuntimeIdentifier}'");
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Keep(byte* domain, int level, byte* message, void* data)
        => (t_warnings ??= []).Add(Marshal.PtrToStringUTF8((nint)message)?.Trim() ?? "");

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int vips_init(string argv0);

    [LibraryImport(Library)]
    private static partial byte* vips_error_buffer_copy();

    [LibraryImport(Library)]
    private static partial void vips_cache_set_max(int operations);

    [LibraryImport(Library)]
    private static partial void vips_block_untrusted_set(int state);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial void vips_operation_block_set(string className, int state);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial uint g_log_set_handler(string domain, int levels, delegate* unmanaged[Cdecl]<byte*, int, byte*, void*,
        void> handler, void* data);

    [LibraryImport(Library)]
    public static partial void g_free(void* memory);

    [LibraryImport(Library)]
    public static partial void g_object_unref(nint item);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial void g_object_set_property(VipsObject target, string name, GValue* value);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial void g_object_get_property(VipsObject target, string name, GValue* value);

    [LibraryImport(Library)]
    public static partial GValue* g_value_init(GValue* value, nuint type);

    [LibraryImport(Library)]
    public static partial void g_value_set_object(GValue* value, VipsObject item);

    [LibraryImport(Library)]
    public static partial VipsObject g_value_dup_object(GValue* value);

    [LibraryImport(Library)]
    public static partial void g_value_unset(GValue* value);

    [LibraryImport(Library)]
    public static partial nuint g_object_get_type();

    [LibraryImport(Library)]
    public static partial nuint vips_image_get_type();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial VipsObject vips_operation_new(string name);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int vips_object_set_from_string(VipsObject target, string options);

    [LibraryImport(Library)]
    public static partial int vips_object_build(VipsObject operation);

    [LibraryImport(Library)]
    public static partial void vips_object_unref_outputs(VipsObject operation);

    [LibraryImport(Library)]
    public static partial VipsObject vips_source_new_from_memory(void* data, nuint length);

    [LibraryImport(Library)]
    public static partial byte* vips_foreign_find_load_source(VipsObject source);

    [LibraryImport(Library)]
    public static partial VipsObject vips_target_new_to_memory();

    [LibraryImport(Library)]
    public static partial nuint vips_blob_get_type();

    [LibraryImport(Library)]
    public static partial void* g_value_get_boxed(GValue* value);

    [LibraryImport(Library)]
    public static partial void* vips_blob_get(void* blob, nuint* length);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial byte* vips_foreign_find_save_target(string suffix);

    [LibraryImport(Library)]
    public static partial VipsObject vips_image_new_from_memory(void* data, nuint size, int width, int height, int bands, int format);

    [LibraryImport(Library)]
    public static partial VipsObject vips_region_new(VipsObject image);

    [LibraryImport(Library)]
    public static partial byte* vips_region_fetch(VipsObject region, int left, int top, int width, int height, nuint* size);

    [LibraryImport(Library)]
    public static partial int vips_image_get_width(VipsObject image);

    [LibraryImport(Library)]
    public static partial int vips_image_get_height(VipsObject image);

    [LibraryImport(Library)]
    public static partial int vips_image_get_bands(VipsObject image);

    [LibraryImport(Library)]
    public static partial int vips_image_get_format(VipsObject image);

    [LibraryImport(Library)]
    public static partial int vips_image_get_interpretation(VipsObject image);

    [LibraryImport(Library)]
    public static partial int vips_image_get_orientation(VipsObject image);

    [LibraryImport(Library)]
    public static partial int vips_image_get_n_pages(VipsObject image);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nuint vips_image_get_typeof(VipsObject image, string name);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int vips_image_get_blob(VipsObject image, string name, void** data, nuint* length);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial void vips_image_set_blob_copy(VipsObject image, string name, void* data, nuint length);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial void vips_image_set_int(VipsObject image, string name, int value);
}

/// <summary>GObject's tagged value: a type and two words of content.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct GValue
{
    /// <summary>The registered type; 0 before <see cref="Libvips.g_value_init"/>.</summary>
    public nuint Type;

    /// <summary>Content, opaque here.</summary>
    public long Word0, Word1;
}
