namespace VaeCodec.Images.Vips;

/// <summary>One run of a libvips operation: set its arguments, run it, take its image.</summary>
internal sealed unsafe class VipsOperation : IDisposable
{
    private readonly VipsObject _operation;

    /// <summary>Prepares the operation of a name, such as <c>autorot</c> or a loader's class name.</summary>
    public VipsOperation(string name)
    {
        _operation = Libvips.vips_operation_new(name);
        if (_operation.IsInvalid)
            throw Failed();
    }

    /// <summary>Sets an argument that is an object: an image, a source or a target.</summary>
    public VipsOperation Set(string name, VipsObject item)
    {
        GValue value = default;
        Libvips.g_value_init(&value, Libvips.g_object_get_type());
        Libvips.g_value_set_object(&value, item);
        Libvips.g_object_set_property(_operation, name, &value);
        Libvips.g_value_unset(&value);
        return this;
    }

    /// <summary>Sets plain arguments in libvips' own notation: <c>name=value,name=value</c>.</summary>
    public VipsOperation Set(string options)
    {
        if (options.Length != 0 && Libvips.vips_object_set_from_string(_operation, options) != 0)
            throw Failed();
        return this;
    }

    /// <summary>Runs the operation for its effect.</summary>
    public void Run()
    {
        if (Libvips.vips_object_build(_operation) != 0)
            throw Failed();
    }

    /// <summary>Runs the operation and returns its picture. Pixels may be computed later, when they are asked for.</summary>
    public VipsObject RunToImage()
    {
        Run();
        GValue value = default;
        Libvips.g_value_init(&value, Libvips.vips_image_get_type());
        Libvips.g_object_get_property(_operation, "out", &value);
        VipsObject image = Libvips.g_value_dup_object(&value);
        Libvips.g_value_unset(&value);
        return image;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_operation.IsInvalid)
            Libvips.vips_object_unref_outputs(_operation);
        _operation.Dispose();
    }

    private static VaeCodecException Failed() => new(VaeCodecErrorKind.BadImage, $"the picture cannot be processed: {Libvips.TakeError()}");
}
