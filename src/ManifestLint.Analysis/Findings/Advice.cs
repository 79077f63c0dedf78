using System.Text;

namespace ManifestLint.Findings;

/// <summary>What to write, in parts; the text is made of them once, at the end.</summary>
/// <param name="Value">What should stand there: <c>-Xmx768m</c>; where that needs words, a clause: <c>a memory limit above 1Gi</c>.</param>
public sealed record Advice(string Value)
{
    /// <inheritdoc cref="Advice(string)" path="/param[@name='Value']"/>
    public string Value
    {
        get;
        init => field = ReportLength.OfNote(value);
    } = ReportLength.OfNote(Value);

    /// <summary>The <see cref="Form"/> of what stands in two arguments.</summary>
    internal const string OneArgument = "as one argument";

    /// <summary>What the value stands in, where that is a variable or key that holds no more: <c>env HEAP</c>; null where the value says it.</summary>
    public string? In
    {
        get;
        init => field = ReportLength.OfNoteIfAny(value);
    }

    /// <summary>The setting that comes of the value there: <c>-Xmx768m</c>; null where the value is the setting.</summary>
    public string? Setting
    {
        get;
        init => field = ReportLength.OfNoteIfAny(value);
    }

    /// <summary>Why, or what it amounts to: <c>75 % of 1Gi</c>; null where the value says it.</summary>
    public string? Why
    {
        get;
        init => field = ReportLength.OfNoteIfAny(value);
    }

    /// <summary>How it is to be written: <c>as one argument</c>; null where that is plain.</summary>
    public string? Form { get; init; }

    /// <summary>The kind of the object that is made from another, in whose text it has to be written; null where it belongs where the finding is.</summary>
    public string? MadeKind
    {
        get;
        init => field = ReportLength.OfNoteIfAny(value);
    }

    /// <summary>For people: <c>768m in env HEAP: -Xmx768m (75 % of 1Gi)</c>.</summary>
    public string Text
    {
        get
        {
            if (this is { In: null, Setting: null, Why: null, Form: null, MadeKind: null })
                return ReportLength.OfNote(Value);
            var text = new StringBuilder(Value);
            if (In is not null)
                text.Append(" in ").Append(In);
            if (Setting is not null)
                text.Append(": ").Append(Setting);
            if (Why is not null)
                text.Append(" (").Append(Why).Append(')');
            if (Form is not null)
                text.Append(", ").Append(Form);
            if (MadeKind is not null)
                text.Append(", in the manifest that the ").Append(MadeKind == "Pod" ? "pod" : MadeKind).Append(" is made from");
            return ReportLength.OfNote(text.ToString());
        }
    }

    /// <inheritdoc cref="Text"/>
    public override string ToString() => Text;
}
