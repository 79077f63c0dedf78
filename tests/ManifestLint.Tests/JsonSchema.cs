using System.Text.Json;
using System.Text.RegularExpressions;

namespace ManifestLint.Tests;

/// <summary>
/// Checks JSON against a schema (draft 2020-12), as far as ours go. A keyword it does not know is an error: it would otherwise be a promise
/// that nobody checks.
/// </summary>
internal sealed class JsonSchema
{
    private static readonly HashSet<string> Annotations = ["$schema", "$id", "$defs", "title", "description"];

    private readonly JsonElement _root;

    private JsonSchema(JsonElement root) => _root = root;

    /// <summary>A schema of the folder <c>schemas</c>.</summary>
    public static JsonSchema Load(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(VectorFiles.RepositoryRoot(), "schemas", name)));
        return Parse(document.RootElement.GetRawText());
    }

    public static JsonSchema Parse(string text)
    {
        using var document = JsonDocument.Parse(text);
        return new JsonSchema(document.RootElement.Clone());
    }

    /// <summary>What is wrong, each with a JSON pointer; empty if nothing is.</summary>
    public IReadOnlyList<string> Check(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Check(document.RootElement);
    }

    /// <inheritdoc cref="Check(string)"/>
    public IReadOnlyList<string> Check(JsonElement value)
    {
        var errors = new List<string>();
        Check(_root, value, "", errors);
        return errors;
    }

    private void Check(JsonElement schema, JsonElement value, string at, List<string> errors)
    {
        if (schema.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            if (schema.ValueKind == JsonValueKind.False)
                errors.Add($"{at}: nothing is allowed here");
            return;
        }
        foreach (var keyword in schema.EnumerateObject())
        {
            if (!Annotations.Contains(keyword.Name))
                Check(schema, keyword.Name, keyword.Value, value, at, errors);
        }
    }

    private void Check(JsonElement schema, string keyword, JsonElement wanted, JsonElement value, string at, List<string> errors)
    {
        bool isObject = value.ValueKind == JsonValueKind.Object,
            isArray = value.ValueKind == JsonValueKind.Array;
        bool isText = value.ValueKind == JsonValueKind.String,
            isNumber = value.ValueKind == JsonValueKind.Number;
        switch (keyword)
        {
            case "$ref":
                Check(Resolve(wanted.GetString()!), value, at, errors);
                break;
            case "type":
                string[] types =
                    wanted.ValueKind == JsonValueKind.Array
                        ? [.. wanted.EnumerateArray().Select(t => t.GetString()!)]
                        : [wanted.GetString()!];
                Expect(types.Any(t => IsOf(value, t)), $"{Shown(value)} is not of type {string.Join(" or ", types)}");
                break;
            case "const":
                Expect(JsonElement.DeepEquals(wanted, value), $"{Shown(value)} is not {wanted}");
                break;
            case "enum":
                Expect(wanted.EnumerateArray().Any(w => JsonElement.DeepEquals(w, value)), $"{Shown(value)} is none of {wanted}");
                break;
            case "pattern":
                Expect(
                    !isText || Regex.IsMatch(value.GetString()!, wanted.GetString()!, RegexOptions.ECMAScript, TimeSpan.FromSeconds(1)),
                    $"{Shown(value)} does not match {wanted}"
                );
                break;
            case "minLength":
                Expect(!isText || value.GetString()!.Length >= wanted.GetInt32(), $"{Shown(value)} is too short");
                break;
            case "minimum":
                Expect(!isNumber || value.GetDecimal() >= wanted.GetDecimal(), $"{value} is below {wanted}");
                break;
            case "maximum":
                Expect(!isNumber || value.GetDecimal() <= wanted.GetDecimal(), $"{value} is above {wanted}");
                break;
            case "minItems":
                Expect(!isArray || value.GetArrayLength() >= wanted.GetInt32(), "too few items");
                break;
            case "items":
                int index = 0;
                foreach (var item in isArray ? value.EnumerateArray() : default)
                    Check(wanted, item, $"{at}/{index++}", errors);
                break;
            case "required":
                foreach (var name in wanted.EnumerateArray())
                {
                    Expect(!isObject || value.TryGetProperty(name.GetString()!, out _), $"{name} is missing");
                }
                break;
            case "properties":
                foreach (var property in isObject ? value.EnumerateObject() : default)
                {
                    if (wanted.TryGetProperty(property.Name, out var inner))
                        Check(inner, property.Value, $"{at}/{property.Name}", errors);
                }
                break;
            case "additionalProperties":
                foreach (var property in isObject ? value.EnumerateObject() : default)
                {
                    bool known = schema.TryGetProperty("properties", out var properties) && properties.TryGetProperty(property.Name, out _);
                    if (!known)
                        Check(wanted, property.Value, $"{at}/{property.Name}", errors);
                }
                break;
            case "anyOf" or "oneOf":
                int matching = wanted.EnumerateArray().Count(s => Fits(s, value, at));
                Expect(
                    keyword == "anyOf" ? matching > 0 : matching == 1,
                    $"{Shown(value)} fits {matching} of {wanted.GetArrayLength()} schemas"
                );
                break;
            case "allOf":
                foreach (var all in wanted.EnumerateArray())
                    Check(all, value, at, errors);
                break;
            case "if":
                if (schema.TryGetProperty(Fits(wanted, value, at) ? "then" : "else", out var branch))
                    Check(branch, value, at, errors);
                break;
            case "then" or "else":
                break;
            default:
                throw new NotSupportedException($"the schema uses {keyword}, which this checker does not know");
        }

        void Expect(bool holds, string problem)
        {
            if (!holds)
                errors.Add($"{at}: {problem}");
        }
    }

    private bool Fits(JsonElement schema, JsonElement value, string at)
    {
        var errors = new List<string>();
        Check(schema, value, at, errors);
        return errors.Count == 0;
    }

    private JsonElement Resolve(string reference)
    {
        if (!reference.StartsWith("#/", StringComparison.Ordinal))
            throw new NotSupportedException($"reference {reference}");
        return reference[2..].Split('/').Aggregate(_root, (element, step) => element.GetProperty(step));
    }

    private static bool IsOf(JsonElement value, string type) =>
        type switch
        {
            "object" => value.ValueKind == JsonValueKind.Object,
            "array" => value.ValueKind == JsonValueKind.Array,
            "string" => value.ValueKind == JsonValueKind.String,
            "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out decimal number) && decimal.IsInteger(number),
            "number" => value.ValueKind == JsonValueKind.Number,
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "null" => value.ValueKind == JsonValueKind.Null,
            _ => throw new NotSupportedException($"type {type}"),
        };

    private static string Shown(JsonElement value) => value.GetRawText() is var text && text.Length > 60 ? text[..60] + "…" : text;
}
