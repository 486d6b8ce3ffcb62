using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Whalepaper.Data;

/// <summary>
/// A question that is asked so often that it is worked out once: every time it is put otherwise, the framework compares it with all it
/// knows, which for a long one costs as much as its answer. It is worked out for each model, since tests ask two engines in one process.
/// </summary>
/// <typeparam name="TQuestion">The compiled question: a function of the database and what is asked about.</typeparam>
/// <param name="compile">Works it out, with <c>EF.CompileAsyncQuery</c>.</param>
public sealed class Prepared<TQuestion>(Func<TQuestion> compile) where TQuestion : Delegate
{
    private readonly ConditionalWeakTable<IModel, TQuestion> _known = [];

    /// <summary>The question, ready to be asked of this database.</summary>
    public TQuestion For(WhalepaperDb db)
    {
        ArgumentNullException.ThrowIfNull(db);
        return _known.GetValue(db.Model, _ => compile());
    }
}
