using System.Reflection;

namespace Whalepaper.Ui.Forms;

/// <summary>
/// What was sent with a command, by a form or as JSON, and what is wrong with it. A page that shows the form again finds it among
/// the features of the request: what was typed is kept, and each fault stands beside its field.
/// </summary>
public abstract class Submission
{
    private readonly Dictionary<string, string[]> _faults = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<string>> _typed = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unread = new(StringComparer.Ordinal);

    /// <summary>The field under which a fault stands that belongs to no field.</summary>
    public const string Whole = "";

    /// <summary>Whether a program sent it, as JSON.</summary>
    public bool IsJson { get; private protected init; }

    /// <summary>The command that was meant: its method.</summary>
    public string Method { get; private protected init; } = "";

    /// <summary>The command that was meant: its path, unescaped.</summary>
    public PathString Path { get; private protected init; }

    /// <summary>Whether nothing is wrong with it so far.</summary>
    public bool IsSound => _faults.Count == 0;

    /// <summary>What is wrong, by field.</summary>
    public IReadOnlyDictionary<string, string[]> Faults => _faults;

    /// <summary>What is wrong with a field; null if nothing.</summary>
    public string? Fault(string field) => _faults.TryGetValue(field, out var faults) ? string.Join(' ', faults) : null;

    /// <summary>What was typed into a field; null if nothing, or if it is a secret.</summary>
    public string? Typed(string field) => _typed.TryGetValue(field, out var values) && values.Count > 0 ? values[0] : null;

    /// <summary>What was chosen of several.</summary>
    public IReadOnlyList<string> Chosen(string field) => _typed.TryGetValue(field, out var values) ? values : [];

    /// <summary>Whether it was sent by the form that goes there, of several on a page.</summary>
    /// <param name="method">The form's method.</param>
    /// <param name="action">The form's address, escaped.</param>
    public bool WentTo(string method, string action)
    {
        ArgumentNullException.ThrowIfNull(action);
        var query = action.IndexOf('?', StringComparison.Ordinal);
        return string.Equals(Method, method, StringComparison.OrdinalIgnoreCase) && Path.Equals(PathString.FromUriComponent(query < 0 ? action : action[..query]), StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>
    /// Notes that something is wrong. What could not be read at all has its word already: that it then seems to be missing, or to be none of
    /// the answers on offer, is not said as well.
    /// </summary>
    /// <param name="field">The field, or <see cref="Whole"/>.</param>
    /// <param name="says">What, in the reader's language.</param>
    public void Refuse(string field, string says)
    {
        if (!_unread.Contains(field))
            Note(field, says);
    }

    /// <summary>Notes that a field could not be read.</summary>
    internal void RefuseUnread(string field, string says)
    {
        Note(field, says);
        _unread.Add(field);
    }

    private protected void Keep(string field, IReadOnlyList<string> values) => _typed[field] = values;

    private void Note(string field, string says)
    {
        // Said once is said: what is sent wrong a hundred thousand times must not cost its square.
        if (!_faults.TryGetValue(field, out var others))
            _faults[field] = [says];
        else if (!others.Contains(says, StringComparer.Ordinal))
            _faults[field] = [.. others, says];
    }
}

/// <summary>What was sent, read into a record of texts.</summary>
/// <typeparam name="TForm">A record whose parameters are texts, lists of texts or files, all of which may be absent.</typeparam>
public sealed class Submission<TForm> : Submission, IBindableFromHttpContext<Submission<TForm>> where TForm : class
{
    private Submission(HttpRequest request)
    {
        IsJson = request.Path.StartsWithSegments("/api", StringComparison.Ordinal);
        Method = request.Method;
        Path = request.Path;
    }

    /// <summary>What was sent. What was not is null; what could not be read is null, and a fault.</summary>
    public TForm Form { get; private set; } = null!;

    /// <summary>Reads it from a request: JSON at the API's addresses, a form elsewhere and where a file comes along.</summary>
    static async ValueTask<Submission<TForm>?> IBindableFromHttpContext<Submission<TForm>>.BindAsync(HttpContext http, ParameterInfo parameter)
    {
        ArgumentNullException.ThrowIfNull(http);
        var submission = new Submission<TForm>(http.Request);
        var sent = http.GetEndpoint()?.Metadata.GetMetadata<StreamedFileMark>() is not null ? await FormReading.ReadUpToFileAsync(http, submission)
            : submission.IsJson ? await JsonReading.ReadAsync(http, submission)
            : await FormReading.ReadAsync(http);
        submission.Form = FormShape<TForm>.Fill(sent, submission, submission.Keep);
        return submission;
    }
}
