namespace ManifestLint.Yaml;

/// <summary>What scalars are to tools that read YAML 1.2, such as kustomize: <c>yes</c> and <c>off</c> are texts to them.</summary>
public static class YamlType
{
    /// <summary>The tag of a text.</summary>
    public const string TextTag = "tag:yaml.org,2002:str";

    private const string NullTag = "tag:yaml.org,2002:null";

    /// <summary>True for what resolves to null.</summary>
    public static bool IsNull(YamlScalar scalar) => scalar.IsNull || scalar.Tag == NullTag;

    /// <summary>True for an unquoted word that resolves to null.</summary>
    public static bool IsNull(ReadOnlySpan<char> word) => word is "" or "~" or "null" or "Null" or "NULL";

    /// <summary>True for a text: quoted, in a block, or unquoted and nothing else.</summary>
    public static bool IsText(YamlScalar scalar)
    {
        if (scalar.Tag is { } tag)
            return tag is TextTag or "!";
        return scalar.Style != YamlScalarStyle.Plain
            || IsOldBoolean(scalar.Value)
            || GoYaml.Resolve(scalar.Value, triesTime: false).Tag == "!!str";
    }

    /// <summary>True for a word that is a boolean in YAML 1.1 and a text in 1.2.</summary>
    public static bool IsOldBoolean(ReadOnlySpan<char> value) =>
        value
            is "y"
                or "Y"
                or "yes"
                or "Yes"
                or "YES"
                or "on"
                or "On"
                or "ON"
                or "n"
                or "N"
                or "no"
                or "No"
                or "NO"
                or "off"
                or "Off"
                or "OFF";
}
