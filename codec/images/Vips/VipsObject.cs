using System.Runtime.InteropServices;

namespace VaeCodec.Images.Vips;

/// <summary>One reference to a GObject of libvips: an image, an operation, a source or a target.</summary>
internal sealed class VipsObject : SafeHandle
{
    /// <summary>An empty handle, for the marshaller to fill.</summary>
    public VipsObject()
        : base(0, ownsHandle: true)
    {
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        Libvips.g_object_unref(handle);
        return true;
    }
}
