using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Whalepaper.Data.Rows;

/// <summary>The columns that the model has. A table or a column that somebody else made in the same database is not the group's, and nothing that a restored one would have.</summary>
internal static class ModelColumns
{
    /// <summary>All of them, with what they hold where SQLite keeps text and does not tell; null where the engine tells.</summary>
    public static Dictionary<(string Table, string Column), ColumnKind?> Of(IModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var columns = new Dictionary<(string, string), ColumnKind?>();
        foreach (var type in model.GetEntityTypes())
        {
            if (type.GetTableName() is not { } table)
                continue;
            if (type.GetContainerColumnName() is { } container)
            {
                columns[(table, container)] = ColumnKind.Json;
                continue;
            }

            foreach (var property in type.GetFlattenedProperties())
            {
                if (property.GetColumnName(StoreObjectIdentifier.Table(table, type.GetSchema())) is { } column)
                    columns[(table, column)] = Kind(property);
            }
        }

        return columns;
    }

    private static ColumnKind? Kind(IProperty property) => property switch
    {
        { IsPrimitiveCollection: true } => ColumnKind.Json,
        _ when (Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType) == typeof(decimal) => ColumnKind.Number,
        _ => null,
    };
}
