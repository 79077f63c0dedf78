namespace ManifestLint.Oracles.Actions;

/// <summary>A workflow command that the runner has obeyed.</summary>
internal sealed record WorkflowCommand(string Name, Dictionary<string, string> Properties, string Data);

/// <summary>
/// Reads the lines of a job as the runner does: <c>::command::</c> at the start of a line and the older <c>##[command]</c> anywhere in it, stopped
/// and resumed. Source: actions/runner src/Runner.Common/ActionCommand.cs, src/Runner.Worker/ActionCommandManager.cs.
/// </summary>
internal sealed class RunnerLog
{
    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase)
    {
        "add-mask",
        "add-matcher",
        "add-path",
        "debug",
        "echo",
        "endgroup",
        "error",
        "group",
        "internal-set-repo-path",
        "notice",
        "remove-matcher",
        "save-state",
        "set-env",
        "set-output",
        "stop-commands",
        "warning",
    };

    private string? _token;

    /// <summary>What was obeyed, stopping and resuming aside.</summary>
    public List<WorkflowCommand> Commands { get; } = [];

    /// <summary>What was shown as it stands, line by line.</summary>
    public List<string> Shown { get; } = [];

    /// <summary>True while commands are stopped.</summary>
    public bool IsStopped => _token is not null;

    /// <summary>The annotations among the commands.</summary>
    public List<WorkflowCommand> Annotations => Commands.FindAll(c => c.Name is "error" or "warning" or "notice");

    /// <summary>Takes what a step wrote to one of its streams.</summary>
    public void Read(string stream)
    {
        using var lines = new StringReader(stream);
        while (lines.ReadLine() is { } line)
            Take(line);
    }

    private void Take(string line)
    {
        var command = Current(line) ?? Older(line);
        if (command is null)
        {
            Shown.Add(line);
        }
        else if (_token is not null)
        {
            if (!string.Equals(command.Name, _token, StringComparison.OrdinalIgnoreCase))
                Shown.Add(line);
            else
            {
                _known.Remove(_token);
                _token = null;
            }
        }
        else if (string.Equals(command.Name, "stop-commands", StringComparison.OrdinalIgnoreCase))
        {
            // An empty token, or one that is a command, is refused.
            Assert.NotEmpty(command.Data);
            Assert.DoesNotContain(command.Data, _known);
            _token = command.Data;
            _known.Add(_token);
        }
        else
        {
            Commands.Add(command);
        }
    }

    private WorkflowCommand? Current(string line)
    {
        line = line.TrimStart();
        if (!line.StartsWith("::", StringComparison.Ordinal))
            return null;
        int end = line.IndexOf("::", 2, StringComparison.Ordinal);
        return end < 0
            ? null
            : Parse(
                line[2..end],
                ',',
                line[(end + 2)..],
                [("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")],
                [("%0D", "\r"), ("%0A", "\n"), ("%25", "%")]
            );
    }

    private WorkflowCommand? Older(string line)
    {
        (string, string)[] escapes = [("%3B", ";"), ("%0D", "\r"), ("%0A", "\n"), ("%5D", "]"), ("%25", "%")];
        int start = line.IndexOf("##[", StringComparison.Ordinal);
        int end = start < 0 ? -1 : line.IndexOf(']', start);
        return end < 0 ? null : Parse(line[(start + 3)..end], ';', line[(end + 1)..], escapes, escapes);
    }

    private WorkflowCommand? Parse(string head, char separator, string data, (string, string)[] inProperty, (string, string)[] inData)
    {
        int space = head.IndexOf(' ');
        string name = space < 0 ? head : head[..space];
        if (!_known.Contains(name))
            return null;
        var properties = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (string property in space < 0 ? [] : head[(space + 1)..].Trim().Split(separator, StringSplitOptions.RemoveEmptyEntries))
        {
            string[] pair = property.Split('=', 2, StringSplitOptions.RemoveEmptyEntries);
            if (pair.Length == 2)
                properties[pair[0]] = Unescape(pair[1], inProperty);
        }
        return new WorkflowCommand(name, properties, Unescape(data, inData));
    }

    private static string Unescape(string text, (string Written, string Meant)[] escapes) =>
        escapes.Aggregate(text, (all, escape) => all.Replace(escape.Written, escape.Meant, StringComparison.Ordinal));
}
