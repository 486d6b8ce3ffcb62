using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Storage;

// It may change with any version of the framework: then the build says so, and this may go.
#pragma warning disable EF9100

namespace Whalepaper.Data;

/// <summary>
/// Works out what stays the same in a question while the framework translates it. The framework compiles a function for each such thing, which
/// runs once: up to a dozen for a question. Here it is interpreted.
/// </summary>
internal sealed class InterpretedConstants(
    ShapedQueryCompilingExpressionVisitorDependencies dependencies, RelationalShapedQueryCompilingExpressionVisitorDependencies relational, RelationalCommandBuilderDependencies commands)
    : RelationalLiftableConstantProcessor(dependencies, relational, commands)
{
    private readonly RelationalMaterializerLiftableConstantContext _context = new(dependencies, relational, commands);

    protected override ConstantExpression InlineConstant(LiftableConstantExpression liftableConstant) => liftableConstant.ResolverExpression switch
    {
        // What makes a function would make an interpreted one, and that runs for every row.
        var resolver when Functions.In(resolver.Body) => base.InlineConstant(liftableConstant),
        Expression<Func<RelationalMaterializerLiftableConstantContext, object>> resolver => Expression.Constant(resolver.Compile(preferInterpretation: true)(_context), liftableConstant.Type),
        Expression<Func<MaterializerLiftableConstantContext, object>> resolver => Expression.Constant(resolver.Compile(preferInterpretation: true)(_context), liftableConstant.Type),
        _ => base.InlineConstant(liftableConstant),
    };

    private sealed class Functions : ExpressionVisitor
    {
        private bool _found;

        public static bool In(Expression expression)
        {
            var functions = new Functions();
            functions.Visit(expression);
            return functions._found;
        }

        protected override Expression VisitLambda<T>(Expression<T> node)
        {
            _found = true;
            return node;
        }
    }
}

/// <summary>Has questions translated so.</summary>
internal static class ConstantsInterpreting
{
    /// <summary>Has a context's questions translated with <see cref="InterpretedConstants"/>.</summary>
    public static DbContextOptionsBuilder InterpretConstants(this DbContextOptionsBuilder options) => options.ReplaceService<ILiftableConstantProcessor, InterpretedConstants>();
}
