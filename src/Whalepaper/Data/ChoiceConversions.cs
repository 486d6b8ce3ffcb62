using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.Json;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using NodaTime;

namespace Whalepaper.Data;

/// <summary>How choices are kept. The framework would find all of this by itself; named, it stands in the model that is written down, and its code is made ahead of time.</summary>
internal static class ChoiceConversions
{
    /// <summary>Keeps each choice as its number.</summary>
    public static void KeepChoicesAsNumbers(this ModelConfigurationBuilder conventions)
    {
        foreach (var choice in typeof(WhalepaperDb).Assembly.GetTypes().Where(type => type.IsEnum).Append(typeof(IsoDayOfWeek)))
            conventions.Properties(choice).HaveConversion(typeof(EnumToNumberConverter<,>).MakeGenericType(choice, typeof(int)));
    }

    /// <summary>Names what would read a choice from JSON. None is kept so, but the framework has it ready for every column.</summary>
    public static void NameReadersOfChoices(this ModelBuilder model)
    {
        foreach (var property in model.Model.GetEntityTypes().SelectMany(PropertiesOf))
        {
            if ((Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType) is { IsEnum: true } choice)
                property.SetJsonValueReaderWriterType(typeof(JsonSignedEnumReaderWriter<>).MakeGenericType(choice));
        }
    }

    private static IEnumerable<IMutableProperty> PropertiesOf(IMutableTypeBase type) => type.GetProperties().Concat(type.GetComplexProperties().SelectMany(property => PropertiesOf(property.ComplexType)));
}
