using ManifestLint.Amounts;
using ManifestLint.Programs;
using ManifestLint.Yaml;

namespace ManifestLint.Evidence;

/// <summary>Where a text or a setting comes from. The cases below are all there are; <see cref="ToString"/> alone makes words of them.</summary>
public abstract record TextOrigin : TextSource
{
    private TextOrigin() { }

    /// <summary>The scalar that holds the text; null where it is computed (downward API, arithmetic, image default) or only the channel is known.</summary>
    public YamlScalar? Scalar { get; init; }

    /// <summary>True if the text stands in the container that reads it, or in the custom resource that it is made of; not in another object or an image.</summary>
    public bool IsOfContainer => this is Variable or Argument or ResourceField;

    /// <summary>An environment variable of the container.</summary>
    /// <param name="Name">Its name.</param>
    public sealed record Variable(string Name) : TextOrigin;

    /// <summary>A word of the container's command line, or what a custom resource has in its place.</summary>
    /// <param name="Field">The key beside the container's name: <c>command</c>, <c>args</c>, <c>jvmOptions</c>.</param>
    /// <param name="Index">Its place in the list; null where the field is none, or which word it was is not known.</param>
    public sealed record Argument(string Field, int? Index = null) : TextOrigin;

    /// <summary>A field of a custom resource outside of its containers.</summary>
    /// <param name="Path">Its address within the object: <c>spec.config</c>.</param>
    public sealed record ResourceField(YamlPath Path) : TextOrigin;

    /// <summary>A key of a ConfigMap or Secret.</summary>
    /// <param name="Kind">ConfigMap or Secret.</param>
    /// <param name="Object">Its name.</param>
    /// <param name="Key">The key.</param>
    public sealed record ConfigKey(string Kind, string Object, string Key) : TextOrigin
    {
        /// <summary>The variable that takes it; null for a file.</summary>
        public string? TakenBy { get; init; }
    }

    /// <summary>A file in the container of which nothing more is known.</summary>
    /// <param name="Path">Its path; null where that is not known either.</param>
    public sealed record MountedFile(string? Path) : TextOrigin;

    /// <summary>What an image's start script adds by itself.</summary>
    public sealed record ImageDefault : TextOrigin
    {
        /// <summary>How it was computed; null where it is a fixed text.</summary>
        public Derivation? By { get; init; }
    }

    /// <summary>What an operator adds by itself.</summary>
    /// <param name="Name">The operator.</param>
    public sealed record Operator(string Name) : TextOrigin
    {
        /// <summary>As in <see cref="ImageDefault"/>.</summary>
        public Derivation? By { get; init; }
    }

    /// <summary>An amount of a container through the downward API.</summary>
    /// <param name="Resource">The <c>resource</c> of its resourceFieldRef: <c>limits.memory</c>.</param>
    public sealed record DownwardApi(string Resource) : TextOrigin;

    /// <summary>For people: <c>args</c>, <c>env JAVA_TOOL_OPTIONS</c>, <c>ConfigMap jvm, key JAVA_OPTS</c>. Nothing reads it.</summary>
    public sealed override string ToString() =>
        this switch
        {
            Variable variable => $"env {variable.Name}",
            Argument argument => argument.Field,
            ResourceField field => field.Path.ToString(),
            ConfigKey key => $"{key.Kind} {key.Object}, key {key.Key}",
            MountedFile { Path: { } path } => $"file {path}",
            MountedFile => "a mounted file",
            ImageDefault => "image default",
            Operator by => by.Name,
            DownwardApi field => $"resourceFieldRef {field.Resource}",
            _ => throw new System.Diagnostics.UnreachableException(),
        };
}

/// <summary>The origins of the stretches of words: whatever is brought to <see cref="Programs"/> here has one.</summary>
public static class WordPartOrigins
{
    extension(WordPart part)
    {
        /// <summary>Where the characters come from.</summary>
        public TextOrigin Origin => (TextOrigin)part.Source;
    }
}

/// <summary>The origins of words.</summary>
public static class WordOrigins
{
    extension(Word word)
    {
        /// <summary>Where the first characters were written; null if they were computed.</summary>
        public TextOrigin? Origin => (TextOrigin?)word.Source;
    }
}
