using Microsoft.AspNetCore.Components;

namespace Whalepaper.Ui.Forms;

/// <summary>A page with forms: knows what was sent and refused a moment ago, so that nobody types twice.</summary>
public abstract class FormPage : ComponentBase
{
    /// <summary>The request.</summary>
    [CascadingParameter]
    protected HttpContext Context { get; set; } = default!;

    /// <summary>What was sent and refused; null where the page is simply opened.</summary>
    protected Submission? Sent => Context.Features.Get<Submission>();

    /// <summary>What was sent and refused, if it was by the form that goes there: on a page with several, the others stay as they were.</summary>
    /// <param name="action">The form's address, escaped.</param>
    /// <param name="method">The form's method.</param>
    protected Submission? SentTo(string action, string method = "POST") => Sent?.WentTo(method, action) is true ? Sent : null;

    /// <summary>What was typed into a field, else what it holds already.</summary>
    protected string? Typed(string field, string? held = null) => Sent is null ? held : Sent.Typed(field);

    /// <summary>Whether one of several was chosen, else whether it is already.</summary>
    protected bool IsChosen(string field, string value, bool held = false) => Sent is null ? held : Sent.Chosen(field).Contains(value, StringComparer.Ordinal);

    /// <summary>What is wrong with a field.</summary>
    protected string? Fault(string field) => Sent?.Fault(field);
}
